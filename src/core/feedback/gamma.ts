import { inputRows } from '../layers/input-rows.js';
import { epsilonFeedback } from './epsilon.js';
import { added, negativePart, positivePart } from './sign-split.js';
import { stabilised } from './stabilised.js';
import type { WeightedFeedback, WeightedLayer } from './weighted-feedback.js';

/**
 * Gamma rule: contributions that agree with the sum's sign count `1 + gamma` times.
 *
 * With `x⁺ = max(x, 0)`, `x⁻ = min(x, 0)`, `W↑ = W + γ·max(W, 0)`, `W↓ = W + γ·min(W, 0)`, likewise b:
 *
 *     z₊ = x⁺W↑ + b↑ + x⁻W↓      a = [z > 0] R / s(z₊)
 *     z₋ = x⁺W↓ + b↓ + x⁻W↑      c = [z < 0] R / s(z₋)
 *     R_in = x⁺⊙(a W↑ᵀ) + x⁻⊙(a W↓ᵀ) + x⁺⊙(c W↓ᵀ) + x⁻⊙(c W↑ᵀ)
 *
 * The parameters follow the epsilon rule. (The authors' released code drops R from R_in by operator precedence; this is
 * the rule as it is meant, Zennit's generalised gamma.)
 */
export function gammaFeedback(
  layer: WeightedLayer,
  wantInputs: boolean,
  gamma: number,
  epsilon: number,
): WeightedFeedback {
  const parameters = epsilonFeedback(layer, false);
  if (!wantInputs) return parameters;
  const { map, weights, bias, inputs, sums } = layer;
  const reward = layer.reward();
  const up = weights.map((w) => (w > 0 ? (1 + gamma) * w : w));
  const down = weights.map((w) => (w < 0 ? (1 + gamma) * w : w));
  const biasUp = bias?.map((b) => (b > 0 ? (1 + gamma) * b : b));
  const biasDown = bias?.map((b) => (b < 0 ? (1 + gamma) * b : b));
  const positive = inputRows(positivePart(inputs.values), inputs.rows);
  const negative = inputRows(negativePart(inputs.values), inputs.rows);
  const sumsUp = added(map.sums(positive, up, biasUp), map.sums(negative, down, undefined));
  const sumsDown = added(map.sums(positive, down, biasDown), map.sums(negative, up, undefined));
  const normedUp = reward.map((r, k) => (sums[k]! > 0 ? r / stabilised(sumsUp[k]!, epsilon) : 0));
  const normedDown = reward.map((r, k) => (sums[k]! < 0 ? r / stabilised(sumsDown[k]!, epsilon) : 0));
  return {
    ...parameters,
    inputs: added(
      map.toInputs(normedUp, positive, up),
      map.toInputs(normedUp, negative, down),
      map.toInputs(normedDown, positive, down),
      map.toInputs(normedDown, negative, up),
    ),
  };
}
