import { collapseGated } from './collapse-gated.js';
import type { AffineMap, DenseStack } from './dense-stack.js';

/**
 * The single layer that a stack of linear layers is: `W = W_n … W₁`, `b = Σ_l W_n … W_{l+1} b_l`. Exact if, and only if,
 * nothing but the layers themselves stands between input and output.
 *
 * @returns New arrays. @throws RangeError when layers do not fit each other or a value is not finite.
 */
export function collapseLinear(stack: DenseStack): AffineMap {
  return collapseGated(
    stack,
    stack.map(({ fanOut }) => new Float64Array(fanOut).fill(1)),
  );
}
