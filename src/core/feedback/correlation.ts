import { scaledByMagnitude, type WeightedFeedback, type WeightedLayer, withBias } from './weighted-feedback.js';

/** `g_W = Σ_rows xᵀ (R ⊙ z)`, `g_b = Σ_rows R ⊙ z`: correlation of reward and activity. */
function correlation({ map, inputs, sums, reward, bias }: WeightedLayer): Readonly<Record<string, Float64Array>> {
  const active = reward().map((r, k) => r * sums[k]!);
  return withBias(map.toWeights(active, inputs), bias && map.toBias(active, inputs.rows));
}

function epsilonInputs(layer: WeightedLayer, wantInputs: boolean): Float64Array | undefined {
  return wantInputs ? layer.map.toInputs(layer.normed(), layer.inputs, layer.weights) : undefined;
}

/**
 * Hebbian variant: `f = |θ| ⊙ g` with the correlation g; inputs by the epsilon rule. The authors report it as weak.
 *
 * @see Weber et al. 2025 (arXiv 2308.12053), the authors' package.
 */
export function hebbianFeedback(layer: WeightedLayer, wantInputs: boolean): WeightedFeedback {
  const { weight, bias } = correlation(layer);
  return {
    tensors: withBias(
      scaledByMagnitude(layer.weights, weight!),
      layer.bias && bias && scaledByMagnitude(layer.bias, bias),
    ),
    inputs: epsilonInputs(layer, wantInputs),
  };
}

/**
 * Oja variant, the sums of one chunk: g, and what `finishOja` needs to decay it: `cubes = Σ xᵀ z³`, `sums = Σ xᵀ z` for
 * weights, `Σ z³`, `Σ z` for biases. A ratio of sums does not add up over chunks; the sums do.
 */
export function ojaFeedback(layer: WeightedLayer, wantInputs: boolean): WeightedFeedback {
  const { map, inputs, sums, stepsPerRow } = layer;
  const z = sums.map((value) => stepsPerRow * value);
  const cubes = sums.map((value) => stepsPerRow * value ** 3);
  const beside: Record<string, Float64Array> = {
    'weight/cubes': map.toWeights(cubes, inputs),
    'weight/sums': map.toWeights(z, inputs),
  };
  if (layer.bias) {
    beside['bias/cubes'] = map.toBias(cubes, inputs.rows);
    beside['bias/sums'] = map.toBias(z, inputs.rows);
  }
  return { tensors: { ...correlation(layer), ...beside }, inputs: epsilonInputs(layer, wantInputs) };
}

/**
 * Oja's feedback from the sums of a whole presentation: `f = |θ| ⊙ (g − ρ ⊙ θ)`, `ρ = cubes / sums` where sums is not 0,
 * else cubes. These ratios can be ill-conditioned, as in the authors' package.
 *
 * @param growth g. All arrays are shaped as the parameters θ. @returns A new array.
 */
export function finishOja(
  parameters: Float64Array,
  growth: Float64Array,
  cubes: Float64Array,
  sums: Float64Array,
): Float64Array {
  return growth.map((g, k) => {
    const decay = sums[k] === 0 ? cubes[k]! : cubes[k]! / sums[k]!;
    return Math.abs(parameters[k]!) * (g - decay * parameters[k]!);
  });
}
