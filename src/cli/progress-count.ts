/** How many of how many: `[ 3/16]`. */
export function progressCount({ done, total }: { readonly done: number; readonly total: number }): string {
  return `[${String(done).padStart(String(total).length)}/${total}]`;
}
