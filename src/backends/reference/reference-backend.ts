import type { Backend } from '../backend.js';
import { ReferenceSession } from './reference-session.js';

/** The oracle as a backend: plain TypeScript in float64, silent synapses skipped. Runs everywhere. */
export const referenceBackend: Backend = {
  name: 'reference',
  summary: 'plain TypeScript in float64, silent synapses skipped; runs everywhere',
  takesWeights: true,
  unavailable: async () => undefined,
  unsupported: () => undefined,
  open: async (request) => new ReferenceSession(request),
};
