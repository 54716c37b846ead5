import type { SpikeSlabLayer } from './spike-slab-layer.js';

/** First two moments of every weight of a layer, `[fanOut × fanIn]`. */
export interface WeightMoments {
  /** μ */
  readonly mean: Float64Array;
  /** ρ, never negative. */
  readonly variance: Float64Array;
}

/**
 * Mean and variance of every weight.
 *
 *     μ = (1 − π) m          ρ = (1 − π)(Ξ + π m²)
 *
 * ρ equals (1 − π)(Ξ + m²) − μ², but is a product of numbers >= 0, so no cancellation can make it negative.
 *
 * @param into Where to write, each `[fanOut × fanIn]`; new arrays if left out.
 * @returns `into`. The layer is untouched.
 */
export function weightMoments(layer: SpikeSlabLayer, into: WeightMoments = emptyMoments(layer)): WeightMoments {
  const { spikeMass, slabMean, slabVariance } = layer;
  const { mean, variance } = into;
  for (let k = 0; k < mean.length; k++) {
    const pi = spikeMass[k]!;
    const m = slabMean[k]!;
    mean[k] = (1 - pi) * m;
    variance[k] = (1 - pi) * (slabVariance[k]! + pi * m * m);
  }
  return into;
}

function emptyMoments({ fanIn, fanOut }: SpikeSlabLayer): WeightMoments {
  return { mean: new Float64Array(fanOut * fanIn), variance: new Float64Array(fanOut * fanIn) };
}

/** Derivative of a number by the parameters of a layer, each `[fanOut × fanIn]`. */
export interface SpikeSlabGradient {
  readonly spikeMass: Float64Array;
  readonly slabMean: Float64Array;
  readonly slabVariance: Float64Array;
}

/**
 * Chain rule from the moments of the weights to their parameters.
 *
 *     ∂/∂m = (1 − π) ∂/∂μ + 2 π (1 − π) m ∂/∂ρ
 *     ∂/∂π = −m ∂/∂μ + ((1 − 2π) m² − Ξ) ∂/∂ρ
 *     ∂/∂Ξ = (1 − π) ∂/∂ρ
 *
 * @param byMoments Derivatives by μ and ρ, each `[fanOut × fanIn]`.
 * @param into      Where to write; new arrays if left out.
 * @returns `into`. The layer and `byMoments` are untouched.
 */
export function gradientOfMoments(
  layer: SpikeSlabLayer,
  byMoments: WeightMoments,
  into: SpikeSlabGradient = emptyGradient(layer),
): SpikeSlabGradient {
  const { spikeMass, slabMean, slabVariance } = layer;
  const { mean: byMean, variance: byVariance } = byMoments;
  const { spikeMass: bySpikeMass, slabMean: bySlabMean, slabVariance: bySlabVariance } = into;
  for (let k = 0; k < spikeMass.length; k++) {
    const pi = spikeMass[k]!;
    const m = slabMean[k]!;
    const first = byMean[k]!;
    const second = byVariance[k]!;
    const present = 1 - pi;
    bySlabMean[k] = present * (first + 2 * pi * m * second);
    bySpikeMass[k] = ((1 - 2 * pi) * m * m - slabVariance[k]!) * second - m * first;
    bySlabVariance[k] = present * second;
  }
  return into;
}

/** Room for a gradient by the parameters of a layer; new arrays of zeros. */
export function emptyGradient({ fanIn, fanOut }: Pick<SpikeSlabLayer, 'fanIn' | 'fanOut'>): SpikeSlabGradient {
  const weights = () => new Float64Array(fanOut * fanIn);
  return { spikeMass: weights(), slabMean: weights(), slabVariance: weights() };
}
