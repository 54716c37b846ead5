import { answersOf } from '../answers.js';
import { requireRows, requireShape } from '../check-numbers.js';

/**
 * Share of inputs on which two classifiers answer the same, 0..1: how much of a teacher its collapse is. Reported beside
 * the accuracy, for a collapse can be as accurate as its teacher and err elsewhere.
 *
 * @param a,b    Outputs, `[count × classes]`.
 * @param border Of single outputs, see `answersOf`.
 * @throws RangeError when they are empty, ragged, not finite, or of different lengths.
 */
export function agreement(a: Float64Array, b: Float64Array, classes: number, border = 0): number {
  const count = requireRows('outputs', a, classes);
  requireShape('other outputs', b, { count, classes });
  const [first, second] = [answersOf(a, classes, border), answersOf(b, classes, border)];
  return first.filter((answer, r) => answer === second[r]).length / count;
}
