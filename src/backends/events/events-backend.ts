import type { Backend, OpenRequest, Session } from '../backend.js';
import { EventsSession } from './events-session.js';
import { instantiateKernels, kernelModule, MODULE_BYTES } from './kernel-instance.js';
import { LinearMemory } from './linear-memory.js';
import { LoneCrew } from './lone-crew.js';

async function open(request: OpenRequest): Promise<Session> {
  const memory = new LinearMemory(false, MODULE_BYTES);
  const kernels = await instantiateKernels(await kernelModule('unshared'), memory.memory);
  return new EventsSession({ memory, kernels, crew: new LoneCrew(kernels, memory) }, request);
}

/** Event-driven WebAssembly kernels in float32: work per spike, not per synapse. */
export const eventsBackend: Backend = {
  name: 'events',
  summary: 'event-driven WebAssembly kernels in float32: work per spike, not per synapse',
  unavailable: async () => (typeof WebAssembly === 'object' ? undefined : 'this engine has no WebAssembly'),
  unsupported: ({ network, rule }) => {
    if (rule.kind !== 'epsilon') return `it has no kernels for the rule ${rule.kind}`;
    const missing = network.layers.find(({ kind }) => kind !== 'dense' && kind !== 'flatten');
    return missing && `it has no kernels for ${missing.kind} layers`;
  },
  open,
};
