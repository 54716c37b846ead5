import { layerOfRow, type RowLayout, rowOfPlace } from './row-layout.js';
import type { SpikeRange } from './row-order.js';

/** Which line of a picture each row is counted in, and which layer each line shows. */
export interface RowLines {
  /** Lines of the picture: one for each place, or one for each pixel where there are fewer of them. */
  readonly count: number;
  /** Line of each row, that of its middle; -1 for rows out of sight. */
  readonly lineOf: Int32Array;
  /** Number of the layer (among those with rows) whose places are in a line; -1 between the layers. */
  readonly layerOf: Int16Array;
  /** Line in which the row at a line's middle is counted: another one where a row is higher than a line. */
  readonly sourceOf: Int32Array;
  /** Rows that share a line, for each layer; >= 1. */
  readonly rowsOfLine: readonly number[];
}

/**
 * Divides the places in sight among lines.
 *
 * @param from   First place in sight.
 * @param to     Place after the last one; > from.
 * @param pixels Height of the picture; >= 1.
 */
export function rowLines(layout: RowLayout, from: number, to: number, pixels: number): RowLines {
  const { rows, bands, placeOf } = layout;
  const count = Math.max(1, Math.min(pixels, to - from));
  const perPlace = count / (to - from);
  const lineOf = new Int32Array(rows.count).fill(-1);
  for (const { rows: own, rowPlaces } of bands)
    for (let row = own.first; row < own.first + own.layer.size; row++) {
      const line = Math.floor((placeOf[row]! + rowPlaces / 2 - from) * perPlace);
      if (line >= 0 && line < count) lineOf[row] = line;
    }
  const layers = layerOfRow(rows);
  const layerOf = new Int16Array(count).fill(-1);
  const sourceOf = Int32Array.from({ length: count }, (_, line) => {
    const row = rowOfPlace(layout, from + (line + 0.5) / perPlace);
    if (row === undefined) return line;
    layerOf[line] = layers[row]!;
    return lineOf[row] === -1 ? line : lineOf[row]!;
  });
  // A row whose middle lies beside the middle of its line is in a line between two layers otherwise.
  lineOf.forEach((line, row) => {
    if (line >= 0 && layerOf[line] === -1) layerOf[line] = layers[row]!;
  });
  return {
    count,
    lineOf,
    layerOf,
    sourceOf,
    rowsOfLine: bands.map(({ rowPlaces }) => Math.max(1, 1 / perPlace / rowPlaces)),
  };
}

/** Columns of a picture on a lattice that does not move with the window: column `c` has the steps with `⌊step · perStep⌋ = c`. */
export interface Columns {
  readonly first: number;
  readonly count: number;
  /** Columns of a step; in (0, 1]. */
  readonly perStep: number;
}

/** The first step of a column. */
export function stepOfColumn(column: number, perStep: number): number {
  let step = Math.max(0, Math.floor(column / perStep));
  while (Math.floor(step * perStep) < column) step++;
  while (step > 0 && Math.floor((step - 1) * perStep) >= column) step--;
  return step;
}

/**
 * Counts spikes into a picture: how many fall into each line and column. Lines of one high row have the same counts.
 *
 * @param spikes All within the columns.
 * @returns `[lines × columns]`, a new array.
 */
export function countPixels(spikes: SpikeRange, lines: RowLines, columns: Columns): Uint32Array {
  const { lineOf, sourceOf, count } = lines;
  const { times, rows, begin, end } = spikes;
  const { first, perStep, count: width } = columns;
  const counts = new Uint32Array(count * width);
  for (let k = begin; k < end; k++) {
    const line = lineOf[rows[k]!]!;
    if (line >= 0) counts[line * width + Math.floor(times[k]! * perStep) - first]!++;
  }
  sourceOf.forEach((source, line) => {
    if (source !== line) counts.copyWithin(line * width, source * width, (source + 1) * width);
  });
  return counts;
}
