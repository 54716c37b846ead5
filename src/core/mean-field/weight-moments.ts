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
 * @returns New arrays; the arguments are untouched.
 */
export function gradientOfMoments(layer: SpikeSlabLayer, byMoments: WeightMoments): SpikeSlabGradient {
  const { spikeMass, slabMean, slabVariance } = layer;
  const { mean: byMean, variance: byVariance } = byMoments;
  const count = spikeMass.length;
  const gradient = {
    spikeMass: new Float64Array(count),
    slabMean: new Float64Array(count),
    slabVariance: new Float64Array(count),
  };
  for (let k = 0; k < count; k++) {
    const pi = spikeMass[k]!;
    const m = slabMean[k]!;
    const first = byMean[k]!;
    const second = byVariance[k]!;
    const present = 1 - pi;
    gradient.slabMean[k] = present * (first + 2 * pi * m * second);
    gradient.spikeMass[k] = ((1 - 2 * pi) * m * m - slabVariance[k]!) * second - m * first;
    gradient.slabVariance[k] = present * second;
  }
  return gradient;
}
