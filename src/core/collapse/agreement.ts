import { answersOf } from '../answers.js';
import { requireRows, requireShape } from '../check-numbers.js';

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
