import type { OptimizerDescription, ScheduleDescription } from '../optimizers/optimizer.js';
import { freshOptimizer, type OptimizerState } from '../optimizers/optimizer-step.js';
import { scheduleFactor } from '../optimizers/schedule.js';

/** How an ensemble is trained. */
export interface EnsembleTraining {
  /** Gives the first learning rate. Its own `weightDecay` is added to the gradient; see `decay` for the other kind. */
  readonly optimizer: OptimizerDescription;
  readonly schedule: ScheduleDescription;
  /** Decoupled decay of m and Ξ, not of π: what a step takes off is learning rate × decay × value. */
  readonly decay: number;
  /** Whether moments and step counter of the optimizer start anew in every epoch. */
  readonly resetEveryEpoch: boolean;
  readonly epochs: number;
  readonly batch: number;
}

/**
 * The published schedule: Adam at 0.1, halved every 20 of 200 epochs, batches of 500. The rate is large because the
 * sums carry 1 / √fanIn.
 *
 * @see Li & Huang 2020, "Learning credit assignment", and the code that its authors released with it.
 */
export const ENSEMBLE_TRAINING: EnsembleTraining = {
  optimizer: { kind: 'adam', lr: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  schedule: { kind: 'step', every: 20, factor: 0.5 },
  decay: 1e-4,
  resetEveryEpoch: true,
  epochs: 200,
  batch: 500,
};

/**
 * Learning rate of a step: the optimizer's rate times the factor of the schedule.
 *
 * @param epoch Epochs already finished.
 * @param step  Steps already taken in all, of `stepsPerEpoch` an epoch; only smooth schedules look at them.
 */
export function ensembleLearningRate(
  { optimizer, schedule, epochs }: EnsembleTraining,
  epoch: number,
  step: number,
  stepsPerEpoch: number,
): number {
  return optimizer.lr * scheduleFactor(schedule, { epoch, step, totalSteps: epochs * stepsPerEpoch });
}

/** State of the optimizer with which an epoch starts: anew, or as the last one left it. */
export function optimizerAtEpoch({ resetEveryEpoch }: EnsembleTraining, left: OptimizerState): OptimizerState {
  return resetEveryEpoch ? freshOptimizer : left;
}
