import { requirePositive } from '../check-numbers.js';
import { initialWeights } from '../initializers.js';
import type { Tensors } from '../layers/tensors.js';
import type { RandomSource } from '../random-source.js';
import type { HiddenUnit } from './hidden-units.js';
import type { ResponsibilityNetwork } from './responsibility-network.js';

/** What a network starts from unless something else is asked for. */
export interface InitialResponsibility {
  /** Range of the network's inputs: centres of the first layer are drawn from it. Pixels: `[0, 1]`. */
  readonly inputRange?: readonly [low: number, high: number];
  /** σ of every unit, > 0, in the units of its inputs. Too small a σ memorises. */
  readonly width?: number;
}

/** Where outputs of hidden units mostly lie. */
const RANGES: Readonly<Record<HiddenUnit, readonly [number, number]>> = {
  relu: [0, 1],
  step: [0, 1],
  tanh: [-1, 1],
  identity: [-1.5, 1.5],
};

/**
 * Draws the tensors of a network: `w ~ √(2/n) N(0, 1)`, `b = 0`, `c ~ U(low, high)`, `σ = 1`.
 *
 * Layer by layer, first the weights, then the centres, each row by row.
 *
 * @throws RangeError for a width that is not finite and > 0, or an empty range.
 */
export function initialResponsibility(
  network: ResponsibilityNetwork,
  random: RandomSource,
  { inputRange = [0, 1], width = 1 }: InitialResponsibility = {},
): Tensors {
  requirePositive('width', width);
  const [from, to] = inputRange;
  if (!(Number.isFinite(from) && Number.isFinite(to) && from < to))
    throw new RangeError(`inputRange must be two finite numbers, the first below the second, got ${from} and ${to}`);
  const tensors: Record<string, Float64Array> = {};
  network.layers.forEach(({ name, fanIn, units }, l) => {
    const [low, high] = l === 0 ? inputRange : RANGES[network.hidden];
    const count = units * fanIn;
    tensors[`${name}.weight`] = initialWeights({ kind: 'kaiming-normal' }, count, { fanIn, fanOut: units }, random);
    tensors[`${name}.bias`] = new Float64Array(units);
    tensors[`${name}.centre`] = Float64Array.from({ length: count }, () => low + (high - low) * random());
    tensors[`${name}.logWidth`] = new Float64Array(units).fill(Math.log(width));
  });
  return tensors;
}
