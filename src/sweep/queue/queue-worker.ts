import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job, Queue } from 'bullmq';

import { heavisideVersion } from '../../record/heaviside-version.js';
import { complaints } from './complaints.js';
import { letGo } from './let-go.js';
import { otherQueues } from './other-queues.js';
import { PREFIX, queueName, VERSIONS_KEY } from './queue-names.js';
import { loadQueuePackages } from './queue-packages.js';
import { openRedisLink } from './redis-link.js';
import { whenAborted } from './when-aborted.js';
import type { WorkerOptions } from './worker-options.js';
import { workerProcessor } from './worker-processor.js';

const LOOK_MS = 500;
const LOOK_AT_OTHERS_MS = 10_000;
/** A run that took its workers down with it that often is given up. */
const STALLS = 3;
/**
 * Looks for runs whose worker is lost, in the time after which it is. Workers share them, and one may come a moment too
 * early: two of these parts pass at most.
 */
const LOOKS_FOR_LOST = 10;

/** Resolves when nothing waits, waits for another attempt, or is being played anywhere. */
async function untilEmpty(queue: Queue, signal: AbortSignal): Promise<void> {
  const states = ['waiting', 'prioritized', 'delayed', 'active'] as const;
  while (!signal.aborted) {
    const counts = Object.values(await queue.getJobCounts(...states));
    if (counts.every((count) => count === 0)) return;
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Tells of jobs for other versions, once for each state of affairs. */
async function watchOthers(look: () => Promise<readonly string[]>, tell: (line: string) => void, signal: AbortSignal) {
  let told = '';
  while (!signal.aborted) {
    const lines = await look();
    const now = lines.join('\n');
    if (now !== told) lines.forEach(tell);
    told = now;
    await pause(LOOK_AT_OTHERS_MS, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Plays runs from a queue, each in a process of its own, until it is told to stop or, with `drain`, the queue is empty.
 * Runs that are finished in its folder already are not repeated, so that it does no harm when a run is given out twice.
 *
 * @throws HeavisideError `HV_QUEUE_PACKAGES`, `HV_QUEUE_REDIS`.
 */
export async function serveQueue(options: WorkerOptions): Promise<void> {
  const { queue: url, name, jobs, drain, lostAfter, tell, serving, version = heavisideVersion() } = options;
  const packages = await loadQueuePackages();
  const link = await openRedisLink(url, packages, { patience: options.patience, tell });
  const files = await mkdtemp(join(tmpdir(), 'heaviside-worker-'));
  const over = new AbortController();
  const connection = link.client;
  const queue = new packages.bullmq.Queue(queueName(version), { connection, prefix: PREFIX });
  const { process, settled } = workerProcessor({ ...options, version }, files, link.client, packages, over.signal);
  const worker = new packages.bullmq.Worker(queueName(version), (job: Job, token?: string) => process(job, token), {
    ...{ connection, prefix: PREFIX, name, concurrency: jobs, autorun: false, runRetryDelay: 1000 },
    ...{
      lockDuration: lostAfter * 1000,
      stalledInterval: (lostAfter * 1000) / LOOKS_FOR_LOST,
      maxStalledCount: STALLS,
    },
  });
  const complain = complaints(link, tell, () => over.signal.aborted);
  queue.on('error', complain);
  worker.on('error', complain);
  try {
    await link.client.sadd(VERSIONS_KEY, version);
    serving?.();
    const working = worker.run();
    const others = watchOthers(() => otherQueues(link, packages, version), tell, over.signal);
    await Promise.race([
      link.lost,
      whenAborted(options.signal),
      working,
      others,
      ...(drain ? [untilEmpty(queue, over.signal)] : []),
    ]);
    over.abort();
    // Where Redis is away the runs cannot be given back: others take them when this worker is not heard of.
    if (!link.isAway()) await Promise.race([link.lost, worker.pause()]);
  } finally {
    over.abort();
    await settled();
    letGo(worker);
    letGo(queue);
    link.close();
    await rm(files, { recursive: true, force: true });
  }
}
