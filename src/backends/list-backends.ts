import type { Backend } from './backend.js';
import { BACKENDS } from './backends.js';

/** One backend as `heaviside list backends` shows it. */
export interface BackendListing {
  readonly name: string;
  readonly summary: string;
  readonly available: boolean;
  readonly reason?: string;
}

/** What this machine can run, and why it cannot run the rest. */
export async function listBackends(backends: readonly Backend[] = BACKENDS): Promise<readonly BackendListing[]> {
  return Promise.all(
    backends.map(async (backend) => {
      const reason = await backend.unavailable();
      const { name, summary } = backend;
      return reason === undefined ? { name, summary, available: true } : { name, summary, available: false, reason };
    }),
  );
}
