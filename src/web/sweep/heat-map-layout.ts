/** Where the cells of a heat map lie, in CSS pixels. */
export interface HeatMapLayout {
  readonly left: number;
  readonly top: number;
  /** Size of a cell. */
  readonly across: number;
  readonly down: number;
  readonly columns: number;
  readonly rows: number;
  readonly height: number;
}

const HEAD = 22;
const FOOT = 78;
const LARGEST_CELL = { across: 150, down: 44 } as const;

/**
 * Lays a heat map into a width.
 *
 * @param labels Width of the longest label of a row.
 */
export function layHeatMap(width: number, columns: number, rows: number, labels: number): HeatMapLayout {
  const left = Math.min(labels + 12, width * 0.35);
  const across = Math.min(LARGEST_CELL.across, (width - left - 2) / columns);
  const down = Math.max(18, Math.min(LARGEST_CELL.down, 400 / rows));
  return { left, top: HEAD, across, down, columns, rows, height: HEAD + rows * down + FOOT };
}

/** The cell at a place; undefined beside all. */
export function cellAt(
  { left, top, across, down, columns, rows }: HeatMapLayout,
  x: number,
  y: number,
): { readonly column: number; readonly row: number } | undefined {
  const [column, row] = [Math.floor((x - left) / across), Math.floor((y - top) / down)];
  return column >= 0 && column < columns && row >= 0 && row < rows ? { column, row } : undefined;
}
