const escaped = (cell: string): string => cell.replaceAll('\n', ' ').replaceAll('|', '\\|');

function line(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/**
 * A table in Markdown.
 *
 * @param right Whether a column is flushed right, by its number.
 */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  right: (column: number) => boolean,
): string {
  return [line(heads), line(heads.map((_, n) => (right(n) ? '---:' : '---'))), ...rows.map(line)].join('\n');
}
