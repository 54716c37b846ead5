import type { OpenRequest } from '../backend.js';

/** Why the kernels cannot run a request, or undefined when they can. */
export function unsupportedRequest(backend: string, { network, rule }: OpenRequest): string | undefined {
  if (rule.kind !== 'epsilon') return `rule "${rule.kind}" does not run on ${backend}, which knows "epsilon" only`;
  for (const layer of network.layers)
    if ('neuron' in layer && layer.neuron.kind === 'adaptive-lif')
      return `layer "${layer.id}": neuron "adaptive-lif" does not run on ${backend}`;
  return undefined;
}
