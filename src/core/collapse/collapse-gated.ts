import { denseRows, denseRowsBack } from '../layers/dense-rows.js';
import { type AffineMap, checkDenseStack, type DenseStack } from './dense-stack.js';

/**
 * Collapses a stack whose units are replaced by fixed factors: `W = W_n D_{n−1} W_{n−1} … D₁ W₁`, and with
 * `z_l = W_l D_{l−1} z_{l−1} + b_l` from `z₀ = 0` the bias is `z_n`. Computed from the last layer down, so that every
 * product has as few rows as there are outputs.
 *
 * @param gates Diagonal of D_l by hidden layer, `[fanOut of layer l]`.
 */
export function collapseGated(stack: DenseStack, gates: readonly Float64Array[]): AffineMap {
  checkDenseStack(stack);
  const last = stack.at(-1)!;
  let weights: Float64Array = last.weights.slice();
  const bias = last.bias?.slice() ?? new Float64Array(last.fanOut);
  for (let l = stack.length - 2; l >= 0; l--) {
    const layer = stack[l]!;
    const gated = weights.map((w, k) => w * gates[l]![k % layer.fanOut]!);
    if (layer.bias)
      denseRows(layer.bias, gated, undefined, layer.fanOut).forEach((b, j) => {
        bias[j]! += b;
      });
    // Rows of W are sent back through a layer as errors are: row · W_l.
    weights = denseRowsBack(gated, layer.weights, layer.fanOut);
  }
  return { inputs: stack[0]!.fanIn, outputs: last.fanOut, weights, bias };
}
