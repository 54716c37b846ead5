import { isDifferentiable } from '../../core/gradients/static-derivative.js';
import { HeavisideError } from '../../core/heaviside-error.js';
import type { OpenRequest } from '../backend.js';

/** Why there are no kernels for a network with a rule; undefined when there are. */
export function beyondKernels({ rule, network: { layers } }: OpenRequest): string | undefined {
  if (rule.kind !== 'backprop') return undefined;
  const stuck = layers.flatMap((layer) =>
    'neuron' in layer && !isDifferentiable(layer.neuron) ? [`"${layer.id}" (${layer.neuron.kind})`] : [],
  );
  if (stuck.length === 0) return undefined;
  return `the rule "backprop" needs derivatives, and these layers have none: ${stuck.join(', ')}`;
}

/**
 * Refuses what `beyondKernels` names: whoever opens a backend without choosing asks late.
 *
 * @throws HeavisideError HV_BACKEND_UNSUPPORTED (usage).
 */
export function refuseBeyondKernels(request: OpenRequest): void {
  const reason = beyondKernels(request);
  if (reason === undefined) return;
  throw new HeavisideError('HV_BACKEND_UNSUPPORTED', 'usage', `backend "events" cannot run this network: ${reason}`, {
    remedy: 'Use the rule "surrogate", which puts something in the place of what is missing.',
  });
}
