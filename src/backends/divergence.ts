import { HeavisideError } from '../core/heaviside-error.js';
import type { Tensors } from '../core/layers/tensors.js';
import { firstNonFinite } from '../core/network/first-non-finite.js';

const LOWER_RATE = 'Lower the learning rate (learn.optimizer.lr';
const BEFORE_STEP = 'the weights before this step';

/** For rules that take `learn.clip`. */
const RATE_OR_CLIP = `${LOWER_RATE}, in a benchmark --lr) or set learn.clip. ${keeps(BEFORE_STEP)}`;

function keeps(weights: string): string {
  return `A run keeps ${weights} in its checkpoint.`;
}

/**
 * What to do when training diverged and clipping is refused by the rule, or is no help.
 *
 * @param or   What else to lower. @param kept Which weights the learner still has.
 */
export function rateRemedy({ or, kept = BEFORE_STEP }: { readonly or?: string; readonly kept?: string } = {}): string {
  return `${LOWER_RATE})${or === undefined ? '' : ` or ${or}`}. ${keeps(kept)}`;
}

/** What is thrown when training diverges. @param step Counts from 1. @param what Follows the step in the message. */
export function diverged(step: number, what: string, facts: HeavisideError['facts'], remedy: string): HeavisideError {
  const message = `training diverged at step ${step}: ${what}`;
  return new HeavisideError('HV_NON_FINITE', 'run', message, { remedy, facts: { step, ...facts } });
}

/** `h1.weight` is the parameter `weight` of layer `h1`; a moment `h1.weight.mean` is one of it, too. Layers may have dots. */
function named(tensor: string): { readonly layer: string; readonly parameter: string } {
  const [, layer = tensor, parameter = ''] = /^(.+?)\.([^.]+(?:\.(?:mean|square|velocity))?)$/.exec(tensor) ?? [];
  return { layer, parameter };
}

/**
 * What is thrown when an update would leave a parameter, or a moment of the optimizer, that is not finite.
 *
 * @param remedy Omitted: the one of rules that take `learn.clip`.
 */
export function divergedUpdate(
  { tensor, index, value }: { readonly tensor: string; readonly index: number; readonly value: number },
  step: number,
  learningRate: number,
  remedy = RATE_OR_CLIP,
): HeavisideError {
  const { layer, parameter } = named(tensor);
  return diverged(
    step,
    `layer "${layer}", ${parameter}[${index}] would become ${value} (learning rate ${learningRate})`,
    { layer, parameter, index, value: String(value), learningRate },
    remedy,
  );
}

/** What is thrown when feedback is not finite, or so large that its norm is not. */
export function divergedFeedback(feedback: Tensors, norm: number, step: number): HeavisideError {
  const largest = (values: Float64Array): number => values.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
  const tops = Object.entries(feedback).map(([tensor, values]) => ({ tensor, index: 0, value: largest(values) }));
  const { tensor, value } =
    firstNonFinite(feedback) ?? tops.reduce((first, other) => (other.value > first.value ? other : first));
  const { layer, parameter } = named(tensor);
  return diverged(
    step,
    `the feedback of layer "${layer}", ${parameter} reached ${value} and its norm ${norm}`,
    { layer, parameter, value: String(value), norm: String(norm) },
    RATE_OR_CLIP,
  );
}
