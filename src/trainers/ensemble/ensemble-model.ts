import type { Tensors } from '../../core/layers/tensors.js';
import type { SpikeSlabLayer } from '../../core/mean-field/spike-slab-layer.js';
import type { HiddenUnit, WeightLayer } from '../../core/mean-field/weight-network.js';
import type { OptimizerState } from '../../core/optimizers/optimizer-step.js';
import type { RandomSource } from '../../core/random-source.js';

/** One step of an ensemble. */
interface EnsembleMove {
  readonly inputs: Float64Array;
  /** `[batch × classes]` */
  readonly targets: Float64Array;
  readonly learningRate: number;
  /** Noise of this step. */
  readonly random: RandomSource;
}

/** An ensemble in training, of ReLU or of step units. Keeps its state. */
export interface EnsembleModel {
  /**
   * Learns from a batch; `restart`: with a fresh optimizer.
   *
   * @throws NonFiniteLoss when the loss is not finite, HeavisideError HV_NON_FINITE when a number would not be; the state
   *   stays as it was.
   */
  step(move: EnsembleMove, restart: boolean): void;
  /** The layers as probabilities, means and variances; not to be written to, and gone after the next step but one. */
  layers(): readonly SpikeSlabLayer[];
  readonly hidden: HiddenUnit;
  /** Logits of the ensemble as a whole, where there is a closed form of them: `[batch × classes]`. */
  closedForm?(inputs: Float64Array): Float64Array;
  /** Whether hidden units fire. */
  readonly spiking: boolean;
  /** Numbers that training continues from, by layer and name: `0.spikeLogit`. Not to be written to. */
  coordinates(): Tensors;
  optimizer(): OptimizerState;
  /** Steps taken in all; the optimizer may count anew in every epoch. */
  steps(): number;
}

/** A definite network of an ensemble and what its hidden units are. */
export interface DefiniteNetwork {
  readonly layers: readonly WeightLayer[];
  readonly hidden: HiddenUnit;
  readonly spiking: boolean;
}
