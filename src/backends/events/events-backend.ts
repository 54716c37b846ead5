import type { Backend } from '../backend.js';
import { beyondFloat32 } from '../float32-range.js';
import { beyondKernels } from './beyond-kernels.js';
import { openSession } from './open-session.js';

/** Event-driven WebAssembly kernels in float32: work per spike, not per synapse. */
export const eventsBackend: Backend = {
  name: 'events',
  summary: 'event-driven WebAssembly kernels in float32: work per spike, not per synapse',
  takesWeights: true,
  unavailable: async () => (typeof WebAssembly === 'object' ? undefined : 'this engine has no WebAssembly'),
  unsupported: (request) => beyondKernels(request) ?? beyondFloat32(request),
  open: (request) => openSession(request),
};
