import { lossOf } from '../losses/loss.js';
import type { OptimizerDescription } from '../optimizers/optimizer.js';
import { type OptimizerState, optimizerStep } from '../optimizers/optimizer-step.js';
import { checkTargets } from './check-batch.js';
import { checkFiniteLoss } from './check-finite-loss.js';
import type { EnsembleWorkspace } from './ensemble-workspace.js';
import type { StepEnsembleLayer, StepEnsembleTensors } from './step-ensemble.js';
import { stepEnsembleBackward } from './step-ensemble-backward.js';
import { stepEnsembleForward } from './step-ensemble-forward.js';

/** A step-unit ensemble in training. */
export interface StepEnsembleState {
  readonly network: readonly StepEnsembleLayer[];
  readonly optimizer: OptimizerState;
  /** Steps taken in all. */
  readonly step: number;
}

/** One batch to learn from. */
export interface StepEnsembleBatch {
  /** `[batch × fanIn]` */
  readonly inputs: Float64Array;
  /** `[batch × classes]`, each row a probability distribution. */
  readonly targets: Float64Array;
  /** ε of the last layer, `[batch × classes]`; mean logits if left out. */
  readonly outputNoise?: Float64Array;
}

/** Our choice: Adam at 0.02. */
export const STEP_ENSEMBLE_OPTIMIZER: OptimizerDescription = {
  kind: 'adam',
  lr: 0.02,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

/**
 * One training step in closed form: forward, cross-entropy, exact gradient, optimizer. The coordinates have no bounds, so
 * there is nothing to project.
 *
 * @param lr   Learning rate of this step.
 * @param lent Scratch; see `createEnsembleWorkspace`.
 * @returns A new state and the loss of the batch before the step. The arguments are untouched.
 * @throws RangeError when shapes or targets do not fit. NonFiniteLoss when the loss is not finite (training has diverged):
 *   it names the step and the first layer whose outputs are not finite.
 */
export function stepEnsembleStep(
  state: StepEnsembleState,
  { inputs, targets, outputNoise }: StepEnsembleBatch,
  optimizer: OptimizerDescription,
  lr: number,
  lent?: EnsembleWorkspace,
): { readonly state: StepEnsembleState; readonly loss: number } {
  const pass = stepEnsembleForward(state.network, inputs, outputNoise, lent);
  const { batch, layers } = pass.workspace;
  const classes = state.network.at(-1)!.fanOut;
  checkTargets(targets, batch, classes);
  const { loss, gradient } = lossOf('cross-entropy', pass.logits, targets, classes);
  checkFiniteLoss(
    loss,
    state.step + 1,
    layers.map(({ outputs }) => outputs),
  );
  // The optimizer moves along a direction of increase, so it is given that of the negated loss.
  const directions = stepEnsembleBackward(
    pass,
    gradient.map((g) => -g),
  );
  const moved = optimizerStep(optimizer, named(state.network), named(directions), state.optimizer, lr);
  const network = state.network.map((layer, l) => ({
    ...layer,
    spikeLogit: moved.tensors[`${l}.spikeLogit`]!,
    slabMean: moved.tensors[`${l}.slabMean`]!,
    logVariance: moved.tensors[`${l}.logVariance`]!,
  }));
  return { state: { network, optimizer: moved.state, step: state.step + 1 }, loss };
}

/** Tensors by name, for the optimizer. */
function named(layers: readonly StepEnsembleTensors[]): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(
    layers.flatMap(({ spikeLogit, slabMean, logVariance }, l) => [
      [`${l}.spikeLogit`, spikeLogit],
      [`${l}.slabMean`, slabMean],
      [`${l}.logVariance`, logVariance],
    ]),
  );
}
