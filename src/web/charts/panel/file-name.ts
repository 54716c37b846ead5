/** Longest name of a file without its ending. */
const LONGEST = 80;

/** A name that every file system takes: `digits-lif-seed-1-raster.png`. */
export function fileName(subject: string, chart: string, ending: string): string {
  const plain = `${subject}-${chart}`
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST);
  return `${plain === '' ? 'chart' : plain}.${ending}`;
}
