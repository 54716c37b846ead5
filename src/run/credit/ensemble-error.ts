import { sampleWeights } from '../../core/mean-field/sampled-weights.js';
import type { SpikeSlabLayer } from '../../core/mean-field/spike-slab-layer.js';
import { type HiddenUnit, meanWeights, type WeightLayer, weightForward } from '../../core/mean-field/weight-network.js';
import type { RandomStreams } from '../../data/random-streams.js';
import { correctAnswers } from '../../trainers/presentation.js';
import type { ErrorSpread } from './credit-report.js';

/** What networks are measured on. */
export interface Measured {
  /** `[samples × inputs]` */
  readonly inputs: Float64Array;
  /** `[samples]` */
  readonly labels: Int32Array;
  readonly hidden: HiddenUnit;
}

/** Share of right answers of a definite network. */
export function networkAccuracy(network: readonly WeightLayer[], { inputs, labels, hidden }: Measured): number {
  return correctAnswers(weightForward(network, inputs, hidden), labels) / labels.length;
}

/** Share of wrong answers of the network of the mean weights. */
export function meanNetworkError(layers: readonly SpikeSlabLayer[], measured: Measured): number {
  return 1 - networkAccuracy(meanWeights(layers), measured);
}

/**
 * Share of wrong answers of a network drawn from the ensemble. The n-th draws from the stream `credit/sampled/<n>`, whose
 * position does not depend on the ensemble: networks of the same number differ only where their ensembles do.
 */
export function sampledError(
  layers: readonly SpikeSlabLayer[],
  measured: Measured,
  streams: RandomStreams,
  number: number,
): number {
  return 1 - networkAccuracy(sampleWeights(layers, streams.fresh(`credit/sampled/${number}`)), measured);
}

/** Errors of the networks 1, 2 … `count`. */
export function sampledErrors(
  layers: readonly SpikeSlabLayer[],
  measured: Measured,
  streams: RandomStreams,
  count: number,
): ErrorSpread {
  const errors = Array.from({ length: count }, (_, n) => sampledError(layers, measured, streams, n + 1));
  const mean = meanOf(errors);
  const squares = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0);
  return {
    networks: count,
    mean,
    deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0,
    least: errors.reduce((least, error) => Math.min(least, error)),
    most: errors.reduce((most, error) => Math.max(most, error)),
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
