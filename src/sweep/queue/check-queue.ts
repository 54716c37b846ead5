import type { SweepPoint } from '../../scenario/sweep.js';
import { PREFERRED_BACKENDS } from '../rule-backend.js';
import { knownJob } from '../run-job.js';
import type { QueueEngineOptions } from './engine-options.js';
import { loadQueuePackages } from './queue-packages.js';
import { openRedisLink } from './redis-link.js';

/** What decides whether a sweep needs its queue. */
type CheckOptions = Pick<QueueEngineOptions, 'queue' | 'out' | 'backend' | 'fresh'>;

async function isDone(points: readonly SweepPoint[], { out, backend, fresh }: CheckOptions): Promise<boolean> {
  for (const { scenario } of points)
    if (!(await knownJob(scenario, backend ?? PREFERRED_BACKENDS[0]!, { out, fresh }))) return false;
  return true;
}

/**
 * Sees whether the queue can be reached, before anything is made; a sweep whose runs are all finished needs none.
 *
 * @throws HeavisideError `HV_QUEUE_PACKAGES`, `HV_QUEUE_REDIS`.
 */
export async function checkQueue(points: readonly SweepPoint[], options: CheckOptions): Promise<void> {
  if (await isDone(points, options)) return;
  const link = await openRedisLink(options.queue, await loadQueuePackages(), { tell: () => undefined });
  link.close();
}
