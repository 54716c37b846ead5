/**
 * One layer of an ensemble of weights: every connection is absent with probability π, else normal.
 *
 *     P(w) = π δ(w) + (1 − π) N(w; m, Ξ), independent for every connection; no biases
 *
 * All three arrays are `[fanOut × fanIn]`, row-major: a row holds what arrives at one unit. (The dense layers of this
 * project are input-major; this family keeps the layout of its source.) A unit's sum is multiplied by 1 / √fanIn, so
 * m is of order 1 to 10.
 *
 * @see Li & Huang 2020, "Learning credit assignment", Physical Review Letters 125, 178301.
 */
export interface SpikeSlabLayer {
  readonly fanIn: number;
  readonly fanOut: number;
  /** π, probability that the weight is absent, in [0, 1]. */
  readonly spikeMass: Float64Array;
  /** m, mean of the weight where it is present. */
  readonly slabMean: Float64Array;
  /** Ξ, variance (not deviation) of the weight where it is present, >= 0. */
  readonly slabVariance: Float64Array;
}

/** Units of every layer from the input to the output. */
export function layerSizes(network: readonly { readonly fanIn: number; readonly fanOut: number }[]): number[] {
  return network.flatMap(({ fanIn, fanOut }, l) => (l === 0 ? [fanIn, fanOut] : [fanOut]));
}
