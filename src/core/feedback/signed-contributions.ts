import { inputRows } from '../layers/input-rows.js';
import { added, negativePart, positivePart } from './sign-split.js';
import { normedReward } from './stabilised.js';
import { scaledByMagnitude, type WeightedFeedback, type WeightedLayer, withBias } from './weighted-feedback.js';

/**
 * Splits a reward among the contributions of one sign: `R_{i→j} = (xᵢ wᵢⱼ)^± / z^±ⱼ · Rⱼ`, `z^± = Σᵢ (xᵢ wᵢⱼ)^± + b^±`.
 *
 * A parameter's feedback is the reward of its contribution with the sign of the parameter, `sgn(w) · R_{i→j}`, which is
 * what the epsilon rule's `|W| ⊙ xᵀn` says as well. Conservation: `Σᵢ R_{i→j} + bias share = Rⱼ · z^± / s(z^±)`.
 *
 * @param sign 1: contributions that raise the sum; −1: those that lower it.
 */
function feedbackOfSign(layer: WeightedLayer, wantInputs: boolean, sign: 1 | -1, epsilon: number): WeightedFeedback {
  const { map, weights, inputs } = layer;
  // A contribution has the sign asked for when x and w agree (1) or disagree (−1).
  const withPositive = sign === 1 ? positivePart(weights) : negativePart(weights);
  const withNegative = sign === 1 ? negativePart(weights) : positivePart(weights);
  const bias = layer.bias && (sign === 1 ? positivePart(layer.bias) : negativePart(layer.bias));
  const positive = inputRows(positivePart(inputs.values), inputs.rows);
  const negative = inputRows(negativePart(inputs.values), inputs.rows);
  const sums = added(map.sums(positive, withPositive, bias), map.sums(negative, withNegative, undefined));
  const normed = normedReward(layer.reward(), sums, epsilon);
  return {
    tensors: withBias(
      added(
        scaledByMagnitude(withPositive, map.toWeights(normed, positive)),
        scaledByMagnitude(withNegative, map.toWeights(normed, negative)),
      ),
      bias && scaledByMagnitude(bias, map.toBias(normed, inputs.rows)),
    ),
    inputs: wantInputs
      ? added(map.toInputs(normed, positive, withPositive), map.toInputs(normed, negative, withNegative))
      : undefined,
  };
}

/** z-plus rule: only positive contributions share the reward, `R_{i→j} = (xᵢwᵢⱼ)⁺ / z⁺ⱼ · Rⱼ` (Montavon et al. 2017). */
export function zPlusFeedback(layer: WeightedLayer, wantInputs: boolean, epsilon: number): WeightedFeedback {
  return feedbackOfSign(layer, wantInputs, 1, epsilon);
}

/**
 * Alpha-beta rule: `R_{i→j} = (α (xᵢwᵢⱼ)⁺ / z⁺ⱼ − β (xᵢwᵢⱼ)⁻ / z⁻ⱼ) · Rⱼ` with `α − β = 1` (Bach et al. 2015).
 *
 * A unit with contributions of one sign only conserves α or −β times its reward, as the standard definition does.
 *
 * @throws RangeError when alpha − beta is not 1.
 */
export function alphaBetaFeedback(
  layer: WeightedLayer,
  wantInputs: boolean,
  alpha: number,
  beta: number,
  epsilon: number,
): WeightedFeedback {
  if (Math.abs(alpha - beta - 1) > 1e-9)
    throw new RangeError(`alpha − beta must be 1, got ${alpha} − ${beta} = ${alpha - beta}`);
  const raising = feedbackOfSign(layer, wantInputs, 1, epsilon);
  const lowering = feedbackOfSign(layer, wantInputs, -1, epsilon);
  const combine = (up: Float64Array, down: Float64Array): Float64Array => up.map((v, k) => alpha * v - beta * down[k]!);
  return {
    tensors: Object.fromEntries(
      Object.entries(raising.tensors).map(([name, up]) => [name, combine(up, lowering.tensors[name]!)]),
    ),
    inputs: raising.inputs && lowering.inputs && combine(raising.inputs, lowering.inputs),
  };
}
