import type { OptimizerDescription, ScheduleDescription } from '../optimizers/optimizer.js';

/** How an ensemble of ReLU networks is trained. */
interface EnsembleTraining {
  /** Gives the first learning rate. Its own `weightDecay` is added to the gradient; see `decay` for the other kind. */
  readonly optimizer: OptimizerDescription;
  readonly schedule: ScheduleDescription;
  /** Decoupled decay of m and Ξ, not of π: what a step takes off is learning rate × decay × value. */
  readonly decay: number;
}

/**
 * The published numbers: Adam at 0.1, halved every 20 of 200 epochs, batches of 500, a fresh optimizer in every epoch. The
 * rate is large because the sums carry 1 / √fanIn.
 *
 * @see Li & Huang 2020, "Learning credit assignment", and the code that its authors released with it.
 */
export const ENSEMBLE_TRAINING: EnsembleTraining = {
  optimizer: { kind: 'adam', lr: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  schedule: { kind: 'step', every: 20, factor: 0.5 },
  decay: 1e-4,
};
