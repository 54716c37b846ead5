import { scaledByMagnitude, type WeightedFeedback, type WeightedLayer, withBias } from './weighted-feedback.js';

/**
 * Epsilon rule of layer-wise feedback propagation.
 *
 *     f_W = |W| ⊙ Σ_rows xᵀ n        f_b = |b| ⊙ Σ_rows n        R_in = x ⊙ (n Wᵀ)
 *
 * The magnitude scales the parameter's step; the signed weight carries the reward on. The bias keeps its share, so
 * `Σ R_in + n·b = n·z` per unit, not `Σ R_in = Σ R`.
 *
 * @param wantInputs Whether to compute R_in; a first layer does not need it to learn.
 * @see Weber et al. 2025, "Efficient and Flexible Neural Network Training through Layer-wise Feedback Propagation".
 */
export function epsilonFeedback(layer: WeightedLayer, wantInputs: boolean): WeightedFeedback {
  const { map, weights, bias, inputs } = layer;
  const normed = layer.normed();
  return {
    tensors: withBias(
      scaledByMagnitude(weights, map.toWeights(normed, inputs)),
      bias && scaledByMagnitude(bias, map.toBias(normed, inputs.rows)),
    ),
    inputs: wantInputs ? map.toInputs(normed, inputs, weights) : undefined,
  };
}
