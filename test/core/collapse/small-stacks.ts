import type { DenseStack } from '../../../src/core/collapse/dense-stack.js';
import { numbersBetween } from '../network/random-numbers.js';

/** A stack of these widths with numbers that are the same in every run. */
export function stackOf(sizes: readonly number[], seed = 1, bias = true): DenseStack {
  return sizes.slice(1).map((fanOut, l) => ({
    fanIn: sizes[l]!,
    fanOut,
    weights: numbersBetween(-1, 1, sizes[l]! * fanOut, 100 * seed + l),
    ...(bias && { bias: numbersBetween(-0.5, 0.5, fanOut, 100 * seed + 50 + l) }),
  }));
}
