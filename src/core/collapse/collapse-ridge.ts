import { requireFinite, requireRows, requireShape } from '../check-numbers.js';
import { outerSum } from '../layers/dense-rows.js';
import { solvePositiveDefinite } from './cholesky.js';
import type { AffineMap } from './dense-stack.js';

/**
 * The single dense layer that comes nearest to a teacher's answers: `argmin ‖X Wᵀ + 1 bᵀ − Y‖² + λ ‖W‖²`, the bias free.
 *
 * The teacher is a black box: analog outputs, spike counts or labels. Solved on centred data, where the bias drops out:
 * `(X̃ᵀ X̃ + λ 1) Wᵀ = X̃ᵀ Ỹ`, `b = ȳ − W x̄`. This is regression on a teacher and not a front contribution.
 *
 * @param inputs X, `[count × width]`. @param answers Y, `[count × outputs]`. @param lambda λ >= 0, not scaled by count.
 * @returns New arrays.
 * @throws RangeError when inputs are empty, ragged or not finite, answers do not fit them, λ is negative, or λ is so
 *   small that the inputs leave W undetermined.
 */
export function collapseRidge(
  inputs: Float64Array,
  answers: Float64Array,
  { width, outputs }: { readonly width: number; readonly outputs: number },
  lambda: number,
): AffineMap {
  const count = requireRows('inputs', inputs, width);
  requireShape('answers', answers, { count, outputs });
  requireFinite('answers', answers);
  if (!(lambda >= 0 && Number.isFinite(lambda))) throw new RangeError(`lambda must be >= 0 and finite, got ${lambda}`);
  const meanInput = columnMeans(inputs, width);
  const meanAnswer = columnMeans(answers, outputs);
  const x = inputs.map((value, k) => value - meanInput[k % width]!);
  const y = answers.map((value, k) => value - meanAnswer[k % outputs]!);
  const normal = outerSum(x, x, width, 1);
  for (let i = 0; i < width; i++) normal[i * width + i]! += lambda;
  const solved = solvePositiveDefinite(normal, outerSum(x, y, width, 1), width);
  const weights = Float64Array.from({ length: outputs * width }, (_, k) => {
    const [j, i] = [Math.floor(k / width), k % width];
    return solved[i * outputs + j]!;
  });
  const bias = meanAnswer.map((mean, j) => {
    let sum = mean;
    for (let i = 0; i < width; i++) sum -= weights[j * width + i]! * meanInput[i]!;
    return sum;
  });
  return { inputs: width, outputs, weights, bias };
}

function columnMeans(rows: Float64Array, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let k = 0; k < rows.length; k++) means[k % width]! += rows[k]!;
  return means.map((sum) => (sum * width) / rows.length);
}
