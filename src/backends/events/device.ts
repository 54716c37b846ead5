import type { Crew } from './crew.js';
import type { Kernels } from './kernel-instance.js';
import type { LinearMemory } from './linear-memory.js';

/** What a session works with: one memory, kernels that see it, threads that run them. */
export interface Device {
  readonly memory: LinearMemory;
  readonly kernels: Kernels;
  readonly crew: Crew;
  /** How dense layers make their products; undefined: as the measured activity says. */
  readonly products: 'events' | 'dense' | undefined;
}
