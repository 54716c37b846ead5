import { requireRows, requireShape } from '../check-numbers.js';

/** The position of the largest output of each row, the first of equals: what a classifier answers. */
export function answersOf(outputs: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: outputs.length / classes }, (_, r) => {
    const row = outputs.subarray(r * classes, (r + 1) * classes);
    return row.reduce((best, value, c) => (value > row[best]! ? c : best), 0);
  });
}

/**
 * Share of inputs on which two classifiers answer the same, 0..1: how much of a teacher its collapse is. Reported beside
 * the accuracy, for a collapse can be as accurate as its teacher and err elsewhere.
 *
 * @param a,b Outputs, `[count × classes]`.
 * @throws RangeError when they are empty, ragged, not finite, or of different lengths.
 */
export function agreement(a: Float64Array, b: Float64Array, classes: number): number {
  const count = requireRows('outputs', a, classes);
  requireShape('other outputs', b, { count, classes });
  const [first, second] = [answersOf(a, classes), answersOf(b, classes)];
  return first.filter((answer, r) => answer === second[r]).length / count;
}
