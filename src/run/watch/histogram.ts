import type { Histogram } from './look.js';

/** Bins of every histogram. */
export const HISTOGRAM_BINS = 48;

/**
 * Counts how values are spread: bins of one width between the smallest and the largest, the upper border in the last bin.
 * Values that are all the same stand in the first bin; those that are not finite stand in none.
 *
 * @param tensor Name of the tensor that the values are of.
 */
export function histogramOf(tensor: string, values: Float64Array): Histogram {
  const counts = new Uint32Array(HISTOGRAM_BINS);
  const { from, to } = bordersOf(values);
  if (from > to) return { tensor, from: 0, to: 0, counts, zeros: 0 };
  // The width of what spans all numbers is none; that of halves is.
  const scale = Number.isFinite(to - from) ? 1 : 0.5;
  const start = from * scale;
  const width = to * scale - start;
  const density = width === 0 ? 0 : HISTOGRAM_BINS / width;
  let zeros = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value === 0) zeros++;
    // False for what is not a number, too.
    if (value >= from && value <= to) counts[Math.min((value * scale - start) * density, HISTOGRAM_BINS - 1) | 0]!++;
  }
  return { tensor, from, to, counts, zeros };
}

/** Smallest and largest finite value; the smallest is larger when there is none. */
function bordersOf(values: Float64Array): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value < from && value !== Number.NEGATIVE_INFINITY) from = value;
    if (value > to && value !== Number.POSITIVE_INFINITY) to = value;
  }
  return { from, to };
}
