/** Where a dense curve runs in each column of pixels. */
export interface ColumnRanges {
  /** Smallest and largest place up in each column; NaN where the curve is not. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Gathers points that lie closer than pixels: a curve of any number of them is drawn by one stroke a column, from its
 * lowest to its highest point there. A column begins where the one before it ended, so that the curve does not break;
 * columns without a point between two that have some are bridged in a straight line.
 *
 * @param across  Place of each point, in pixels from the left border, ascending; those outside are passed over.
 * @param up      Place of each point upwards; NaN: a gap.
 * @param columns Width in pixels.
 */
export function columnRanges(
  count: number,
  across: (point: number) => number,
  up: (point: number) => number,
  columns: number,
): ColumnRanges {
  const low = new Float64Array(columns).fill(Number.NaN);
  const high = new Float64Array(columns).fill(Number.NaN);
  const take = (column: number, place: number): void => {
    low[column] = Number.isNaN(low[column]!) ? place : Math.min(low[column]!, place);
    high[column] = Number.isNaN(high[column]!) ? place : Math.max(high[column]!, place);
  };
  let before: { readonly column: number; readonly place: number } | undefined;
  for (let point = 0; point < count; point++) {
    const [column, place] = [Math.floor(across(point)), up(point)];
    if (Number.isNaN(place) || column < 0 || column >= columns) {
      before = undefined;
      continue;
    }
    if (before && column > before.column)
      for (let at = before.column + 1; at <= column; at++) {
        const share = (at - before.column) / (column - before.column);
        const step = 1 / (column - before.column);
        take(at, before.place + (share - step) * (place - before.place));
        take(at, before.place + share * (place - before.place));
      }
    else take(column, place);
    before = { column, place };
  }
  return { low, high };
}
