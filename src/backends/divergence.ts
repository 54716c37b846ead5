import { HeavisideError } from '../core/heaviside-error.js';
import type { Tensors } from '../core/layers/tensors.js';
import { firstNonFinite } from '../core/network/first-non-finite.js';

const remedy =
  'Lower the learning rate (learn.optimizer.lr, in a benchmark --lr) or set learn.clip. A run keeps the weights before this step in its checkpoint.';

/** `h1.weight` is the parameter `weight` of layer `h1`; a moment `h1.weight.mean` is one of it, too. Layers may have dots. */
function named(tensor: string): { readonly layer: string; readonly parameter: string } {
  const [, layer = tensor, parameter = ''] = /^(.+?)\.([^.]+(?:\.(?:mean|square|velocity))?)$/.exec(tensor) ?? [];
  return { layer, parameter };
}

/** What is thrown when an update would leave a parameter, or a moment of the optimizer, that is not finite. */
export function divergedUpdate(
  { tensor, index, value }: { readonly tensor: string; readonly index: number; readonly value: number },
  step: number,
  learningRate: number,
): HeavisideError {
  const { layer, parameter } = named(tensor);
  return new HeavisideError(
    'HV_NON_FINITE',
    'run',
    `training diverged at step ${step}: layer "${layer}", ${parameter}[${index}] would become ${value} (learning rate ${learningRate})`,
    { remedy, facts: { step, layer, parameter, index, value: String(value), learningRate } },
  );
}

/** What is thrown when feedback is not finite, or so large that its norm is not. */
export function divergedFeedback(feedback: Tensors, norm: number, step: number): HeavisideError {
  const largest = (values: Float64Array): number => values.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
  const tops = Object.entries(feedback).map(([tensor, values]) => ({ tensor, index: 0, value: largest(values) }));
  const { tensor, value } =
    firstNonFinite(feedback) ?? tops.reduce((first, other) => (other.value > first.value ? other : first));
  const { layer, parameter } = named(tensor);
  return new HeavisideError(
    'HV_NON_FINITE',
    'run',
    `training diverged at step ${step}: the feedback of layer "${layer}", ${parameter} reached ${value} and its norm ${norm}`,
    { remedy, facts: { step, layer, parameter, value: String(value), norm: String(norm) } },
  );
}
