import type { Tensors } from '../../core/layers/tensors.js';
import { firstNonFinite } from '../../core/network/first-non-finite.js';
import { clippedFeedback, globalNorm } from '../../core/optimizers/clipping.js';
import type { OptimizerDescription } from '../../core/optimizers/optimizer.js';
import { type OptimizerState, optimizerStep } from '../../core/optimizers/optimizer-step.js';
import { divergedFeedback, divergedUpdate } from '../divergence.js';

/** Numbers that learn, and what their optimizer remembers of them. */
export interface LearningState {
  readonly tensors: Tensors;
  readonly state: OptimizerState;
}

/**
 * Moves tensors along their feedback, shortened to a largest norm where there is one.
 *
 * @param feedback Direction of increase, by tensor name.
 * @param clip     Largest norm of the whole feedback; undefined: no clipping.
 * @returns New tensors, a new state, and the norm before clipping; the arguments are untouched.
 * @throws HeavisideError HV_NON_FINITE for feedback whose norm is not finite, and for an update that would leave a tensor
 *   or a moment that is not.
 */
export function applyFeedback(
  { tensors, state }: LearningState,
  feedback: Tensors,
  optimizer: OptimizerDescription,
  { learningRate, clip }: { readonly learningRate: number; readonly clip: number | undefined },
): LearningState & { readonly feedbackNorm: number } {
  const feedbackNorm = globalNorm(feedback);
  const step = state.step + 1;
  if (!Number.isFinite(feedbackNorm)) throw divergedFeedback(feedback, feedbackNorm, step);
  const limited = clip === undefined ? feedback : clippedFeedback(feedback, feedbackNorm, clip);
  const next = optimizerStep(optimizer, tensors, limited, state, learningRate);
  const broken = firstNonFinite(next.tensors) ?? firstNonFinite(next.state.moments);
  if (broken) throw divergedUpdate(broken, step, learningRate);
  return { ...next, feedbackNorm };
}
