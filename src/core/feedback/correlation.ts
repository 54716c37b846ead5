import { scaledByMagnitude, type WeightedFeedback, type WeightedLayer } from './weighted-feedback.js';

/** `g_W = Σ_rows xᵀ (R ⊙ z)`, `g_b = Σ_rows R ⊙ z`: correlation of reward and activity. */
function correlation(layer: WeightedLayer): { weights: Float64Array; bias: Float64Array } {
  const active = layer.reward.map((r, k) => r * layer.sums[k]!);
  return { weights: layer.map.toWeights(active, layer.inputs), bias: layer.map.toBias(active, layer.inputs.rows) };
}

/** Hebbian variant: `f = |θ| ⊙ g` with the correlation g; inputs by the epsilon rule. The authors report it as weak. */
export function hebbianFeedback(layer: WeightedLayer, wantInputs: boolean): WeightedFeedback {
  const growth = correlation(layer);
  return {
    ...epsilonInputs(layer, wantInputs),
    weights: scaledByMagnitude(layer.weights, growth.weights),
    bias: layer.bias && scaledByMagnitude(layer.bias, growth.bias),
  };
}

/**
 * Oja variant: `f = |θ| ⊙ (g − ρ ⊙ θ)`, `ρ = num / den` where den is not 0, else num.
 *
 * For weights `num = Σ xᵀ z³`, `den = Σ xᵀ z`; for biases `num = Σ z³`, `den = Σ z`. These are ratios of sums over the
 * whole batch and can be ill-conditioned, as in the authors' package.
 */
export function ojaFeedback(layer: WeightedLayer, wantInputs: boolean): WeightedFeedback {
  const { map, inputs, sums } = layer;
  const growth = correlation(layer);
  const cubes = sums.map((z) => z * z * z);
  const decayed = (g: Float64Array, parameters: Float64Array, num: Float64Array, den: Float64Array): Float64Array =>
    scaledByMagnitude(
      parameters,
      g.map((value, k) => value - (den[k] === 0 ? num[k]! : num[k]! / den[k]!) * parameters[k]!),
    );
  return {
    ...epsilonInputs(layer, wantInputs),
    weights: decayed(growth.weights, layer.weights, map.toWeights(cubes, inputs), map.toWeights(sums, inputs)),
    bias: layer.bias && decayed(growth.bias, layer.bias, map.toBias(cubes, inputs.rows), map.toBias(sums, inputs.rows)),
  };
}

function epsilonInputs(layer: WeightedLayer, wantInputs: boolean): Pick<WeightedFeedback, 'inputs'> {
  return { inputs: wantInputs ? layer.map.toInputs(layer.normed, layer.inputs, layer.weights) : undefined };
}
