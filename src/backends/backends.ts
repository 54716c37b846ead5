import type { Backend } from './backend.js';
import { eventsBackend } from './events/events-backend.js';
import { gpuBackends } from './gpu/gpu-backends.js';
import { referenceBackend } from './reference/reference-backend.js';

/** Every backend, the one that `auto` prefers first. */
export const BACKENDS: readonly Backend[] = [eventsBackend, ...gpuBackends, referenceBackend];
