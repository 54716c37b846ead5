import type { RasterRows } from '../../view/raster-rows.js';
import type { RowOrder } from '../../view/view-state.js';

/** Spikes of a part of a series: `begin <= index < end`. */
export interface SpikeRange {
  readonly times: Uint32Array;
  readonly rows: Uint32Array;
  readonly begin: number;
  readonly end: number;
}

/** Spikes of each row, `[count]`. */
export function countRows({ rows, begin, end }: SpikeRange, count: number): Uint32Array {
  const counts = new Uint32Array(count);
  for (let k = begin; k < end; k++) counts[rows[k]!]!++;
  return counts;
}

/** Step of each row's first spike, `[count]`; the largest number for rows that are silent. */
function firstSpikes({ times, rows, begin, end }: SpikeRange, count: number): Uint32Array {
  const first = new Uint32Array(count).fill(0xffffffff);
  for (let k = end - 1; k >= begin; k--) first[rows[k]!] = times[k]!;
  return first;
}

/**
 * Rows of each layer from its top to its bottom, layer after layer: by number, the most active first, or the first that
 * spikes first and silent ones last. Rows that are equal stay in the order of their numbers.
 */
export function orderedRows({ layers, count }: RasterRows, order: RowOrder, spikes: SpikeRange): Uint32Array {
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  if (order === 'index') return rows;
  const rates = order === 'rate';
  const values = rates ? countRows(spikes, count) : firstSpikes(spikes, count);
  const sign = rates ? -1 : 1;
  for (const { first, layer } of layers)
    rows.subarray(first, first + layer.size).sort((a, b) => sign * (values[a]! - values[b]!) || a - b);
  return rows;
}
