import type { OptimizerDescription } from '../optimizers/optimizer.js';
import { optimizerStep } from '../optimizers/optimizer-step.js';
import { checkCentreRate, withMovedCentres } from './centre-rule.js';
import type { ResponsibilityState } from './gradient-step.js';
import { type LfpOptions, lfpFeedback } from './lfp-feedback.js';
import type { LabelledBatch } from './network-gradients.js';
import type { ResponsibilityNetwork } from './responsibility-network.js';

/** How a step learns. */
export interface LfpStep extends Omit<LfpOptions, 'wantDrifts'> {
  readonly optimizer: OptimizerDescription;
  /**
   * Learning rate of this step; the optimizer's own unless a schedule says otherwise. The feedback is a sum over the
   * batch: a rate meant for its mean has to be divided by the batch size.
   */
  readonly lr?: number;
  /** η of the local centre rule, variants `fwd` and `upd`; 0 (off) unless given, 0.01 where it is wanted. */
  readonly centreRate?: number;
}

/**
 * One training step by layer-wise feedback propagation with responsibility: feedback, optimizer, local centre rule.
 * Experimental, no benefit measured. Widths do not change.
 *
 * @returns The state after the step; the outputs from before it. The arguments are untouched.
 * @throws RangeError for tensors or a batch that do not fit or are not finite, epsilon <= 0, and a centre rate that is
 * below 0 or has no place.
 */
export function lfpStep(
  network: ResponsibilityNetwork,
  state: ResponsibilityState,
  batch: LabelledBatch,
  { variant, epsilon, optimizer, lr = optimizer.lr, centreRate = 0 }: LfpStep,
): { readonly state: ResponsibilityState; readonly outputs: Float64Array } {
  checkCentreRate(centreRate, `variant ${variant}`, variant !== 'plain');
  const wantDrifts = centreRate > 0;
  const feedback = lfpFeedback(network, state.tensors, batch, { variant, epsilon, wantDrifts });
  const stepped = optimizerStep(optimizer, state.tensors, feedback.tensors, state.optimizer, lr);
  const tensors = withMovedCentres(network, stepped.tensors, feedback.drifts, batch.labels.length, centreRate);
  return { state: { tensors, optimizer: stepped.state }, outputs: feedback.outputs };
}
