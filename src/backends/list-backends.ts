import type { Backend, DeviceFacts } from './backend.js';
import { BACKENDS } from './backends.js';
import { deviceOf, whyUnavailable } from './choosing/ask-backend.js';

/** One backend as `heaviside list backends` shows it. */
export interface BackendListing {
  readonly name: string;
  readonly summary: string;
  readonly available: boolean;
  readonly reason?: string;
  /** What it would run on, where it can and tells. */
  readonly device?: DeviceFacts;
}

/** What this machine can run, and why it cannot run the rest. */
export async function listBackends(backends: readonly Backend[] = BACKENDS): Promise<readonly BackendListing[]> {
  return Promise.all(
    backends.map(async (backend) => {
      const { name, summary } = backend;
      const reason = await whyUnavailable(backend);
      if (reason !== undefined) return { name, summary, available: false, reason };
      const device = await deviceOf(backend);
      return { name, summary, available: true, ...(device ? { device } : {}) };
    }),
  );
}
