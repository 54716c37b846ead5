import { requireShape } from '../check-numbers.js';
import { denseRows } from '../layers/dense-rows.js';
import { respondStatically } from '../neurons/static-units.js';
import { collapseGated } from './collapse-gated.js';
import { type AffineMap, checkDenseStack, type DenseStack, stackSums } from './dense-stack.js';

/** Units whose response to an input makes a stack linear (`relu`) or constant (`step`) around that input. */
export type GatedUnits = 'relu' | 'step';

/**
 * The single layer that a stack is around one input.
 *
 * - `relu`: `W(x) = W_n D_{n−1} … D₁ W₁` with `D_l = diag(s_l(x) > 0)`, b(x) likewise. Exact for all inputs that open
 *   the same gates.
 * - `step`: the outputs are constant where no unit changes its mind, so `W(x) = 0` and `b(x) = W_n d_{n−1} + b_n`. Exact
 *   there, and silent about everything beyond.
 *
 * @param input x, `[inputs]`.
 * @returns New arrays. @throws RangeError when layers do not fit each other, or the input is of another width or not
 *   finite.
 */
export function collapseAt(stack: DenseStack, input: Float64Array, units: GatedUnits): AffineMap {
  checkDenseStack(stack);
  requireShape('input', input, { inputs: stack[0]!.fanIn });
  if (units === 'relu') return collapseGated(stack, openGates(stack, input, units));
  const last = stack.at(-1)!;
  // Without a hidden layer there is no unit, and a linear layer is not constant.
  if (stack.length === 1) return collapseGated(stack, []);
  const bias = denseRows(openGates(stack, input, units).at(-1)!, last.weights, last.bias, last.fanIn);
  const { fanIn: inputs } = stack[0]!;
  return { inputs, outputs: last.fanOut, weights: new Float64Array(last.fanOut * inputs), bias };
}

/** Which hidden units have a sum above 0, by layer, 0 or 1, `[batch × fanOut]` each. */
export function openGates(stack: DenseStack, inputs: Float64Array, units: GatedUnits): readonly Float64Array[] {
  const sums = stackSums(stack, inputs, (z) => respondStatically(z, { kind: units }));
  return sums.slice(0, -1).map((z) => respondStatically(z, { kind: 'step' }));
}
