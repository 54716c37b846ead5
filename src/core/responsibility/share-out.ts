import { NonFiniteNumber } from '../check-numbers.js';

/**
 * Turns the logarithms of a unit's kernels into shares, in place: `ρᵢ = exp(lᵢ − max l) / Σₖ exp(lₖ − max l)`.
 *
 * The shift makes the largest term 1, so that the total cannot vanish however far all inputs are from their centres.
 * This is the softmax of the row, written over it: one array a row and sample would cost more than the arithmetic.
 *
 * @param rows  Logarithms l; only `start .. end` is read and written.
 * @throws NonFiniteNumber when the largest is not finite: a squared distance has left the range of float64.
 */
export function shareOut(rows: Float64Array, start: number, end: number): void {
  let top = -Infinity;
  for (let k = start; k < end; k++) if (rows[k]! > top) top = rows[k]!;
  if (top === -Infinity)
    throw new NonFiniteNumber(
      'the nearest input of a unit is too far from its centre: its log-kernel must be finite, got -Infinity',
    );
  let total = 0;
  for (let k = start; k < end; k++) {
    const kernel = Math.exp(rows[k]! - top);
    rows[k] = kernel;
    total += kernel;
  }
  for (let k = start; k < end; k++) rows[k]! /= total;
}
