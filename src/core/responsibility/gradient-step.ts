import type { Tensors } from '../layers/tensors.js';
import type { OptimizerDescription } from '../optimizers/optimizer.js';
import { type OptimizerState, optimizerStep } from '../optimizers/optimizer-step.js';
import { checkCentreRate, withMovedCentres } from './centre-rule.js';
import { withClippedWidths } from './log-width-limits.js';
import { type GradientOptions, type LabelledBatch, networkGradients } from './network-gradients.js';
import type { ResponsibilityMode } from './pass-backward.js';
import type { ResponsibilityNetwork } from './responsibility-network.js';

/** What a training step starts from and what it leaves. */
export interface ResponsibilityState {
  readonly tensors: Tensors;
  readonly optimizer: OptimizerState;
}

/** How a step learns. */
export interface GradientStep extends Omit<GradientOptions, 'wantDrifts'> {
  readonly optimizer: OptimizerDescription;
  /** Learning rate of this step; the optimizer's own unless a schedule says otherwise. */
  readonly lr?: number;
  /** η of the local centre rule, mode `stop` only; 0 (off) unless given, 0.01 where it is wanted. */
  readonly centreRate?: number;
}

/** Tensors that each mode learns with the optimizer. */
const LEARNED: Readonly<Record<ResponsibilityMode, readonly string[]>> = {
  full: ['weight', 'bias', 'centre', 'logWidth'],
  stop: ['weight', 'bias'],
};

/**
 * One training step: gradients of softmax cross-entropy, optimizer, local centre rule, then ln σ clipped to
 * [ln 0.01, ln 100].
 *
 * In mode `stop` the optimizer never touches centres and widths, so that weight decay cannot move them either.
 *
 * @returns The state after the step; loss and outputs from before it. The arguments are untouched.
 * @throws RangeError for tensors or a batch that do not fit or are not finite, step units without a surrogate derivative,
 * and a centre rate that is below 0 or has no place.
 */
export function gradientStep(
  network: ResponsibilityNetwork,
  state: ResponsibilityState,
  batch: LabelledBatch,
  { mode, surrogate, optimizer, lr = optimizer.lr, centreRate = 0 }: GradientStep,
): { readonly state: ResponsibilityState; readonly loss: number; readonly outputs: Float64Array } {
  checkCentreRate(centreRate, `mode ${mode}`, mode === 'stop');
  const wantDrifts = centreRate > 0;
  const gradients = networkGradients(network, state.tensors, batch, { mode, surrogate, wantDrifts });
  const feedback = Object.fromEntries(
    network.layers
      .flatMap(({ name }) => LEARNED[mode].map((tensor) => `${name}.${tensor}`))
      .map((name) => [name, gradients.tensors[name]!.map((g) => -g)]),
  );
  const stepped = optimizerStep(optimizer, state.tensors, feedback, state.optimizer, lr);
  const moved = withMovedCentres(network, stepped.tensors, gradients.drifts, batch.labels.length, centreRate);
  return {
    state: { tensors: withClippedWidths(network, moved), optimizer: stepped.state },
    loss: gradients.loss,
    outputs: gradients.outputs,
  };
}
