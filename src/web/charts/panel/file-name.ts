/** Longest name of a file without its ending. */
const LONGEST = 80;

/**
 * A name that every file system takes: `digits-lif-seed-1-raster.png`. Where it would be too long, the subject is cut: the
 * charts of one subject keep names of their own.
 */
export function fileName(subject: string, chart: string, ending: string): string {
  const name = plain(chart);
  const cut = plain(plain(subject).slice(0, LONGEST - 1 - name.length));
  return `${[cut, name].filter(Boolean).join('-') || 'chart'}.${ending}`;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
