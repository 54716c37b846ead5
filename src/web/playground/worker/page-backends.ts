import type { Backend } from '../../../backends/backend.js';
import { BACKENDS } from '../../../backends/backends.js';
import { threadHost } from '../../../backends/events/thread-host.js';
import { listBackends } from '../../../backends/list-backends.js';
import type { Abilities } from './messages.js';

const NO_TEXT =
  "it makes programs from text while it runs, which this page's security policy forbids; webasm does the same work";

/** Heaviside's backends as they can be here. The mode `cpu` of gpu.js is the only one that needs `new Function`. */
export const PAGE_BACKENDS: readonly Backend[] = BACKENDS.map((backend) =>
  backend.name === 'cpu' ? { ...backend, unavailable: async () => NO_TEXT } : backend,
);

/** What can run in this worker. */
export async function abilities(): Promise<Abilities> {
  const { missing } = threadHost();
  const backends = await listBackends(PAGE_BACKENDS);
  return missing ? { backends, oneThread: missing.reason } : { backends };
}
