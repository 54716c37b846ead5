import { setTimeout as pause } from 'node:timers/promises';
import type { Queue } from 'bullmq';

import { heavisideVersion } from '../../record/heaviside-version.js';
import { type EndedJob, RunsStopped } from '../job-pool.js';
import { PREFERRED_BACKENDS } from '../rule-backend.js';
import { knownJob } from '../run-job.js';
import type { SweepEngine } from '../sweep-engine.js';
import { type Attendance, attendance } from './attendance.js';
import type { QueueEngineOptions } from './engine-options.js';
import { markFolder } from './folder-mark.js';
import { otherWorkers } from './other-queues.js';
import { queueDesk } from './queue-desk.js';
import { loadQueuePackages, type QueuePackages } from './queue-packages.js';
import { redisError } from './redis-error.js';
import type { RedisLink } from './redis-link.js';
import { type Ledger, openLedger, ticketsOf } from './tickets.js';
import { openWaitingSide } from './waiting-side.js';
import { whenAborted } from './when-aborted.js';

const LOOK_MS = 5000;

/** Enters the runs whose folders tell of their end. */
async function settleKnown(ledger: Ledger, { out, backend, fresh, signal }: QueueEngineOptions): Promise<void> {
  for (const ticket of ledger.open()) {
    if (signal.aborted) throw new RunsStopped();
    const known = await knownJob(ticket.scenario, backend ?? PREFERRED_BACKENDS[0]!, { out, fresh });
    if (known && known.kind !== 'stopped') ledger.settle(ticket, { outcome: known, worker: 'local' });
  }
}

/** Says that nobody serves the queue, once each time that this becomes so. */
function watchWorkers(
  queue: Queue,
  link: RedisLink,
  packages: QueuePackages,
  version: string,
  options: QueueEngineOptions,
) {
  let served = true;
  return async () => {
    const before = served;
    served = (await queue.getWorkersCount()) > 0;
    if (served || !before) return;
    const others = await otherWorkers(link, packages, version);
    const because = others.length === 0 ? '' : ` (${others.join(', ')}, this sweep is of ${version})`;
    const { shown } = options.queue;
    options.tell(`no worker serves the queue at ${shown}${because}; start one: heaviside worker --queue ${shown}`);
  };
}

/** Looks after the runs of a ledger until all have ended. */
async function playOpen(ledger: Ledger, options: QueueEngineOptions): Promise<void> {
  const { queue: url, fresh, signal, tell, patience, look = LOOK_MS, version = heavisideVersion() } = options;
  const packages = await loadQueuePackages();
  let office: Attendance | undefined;
  const back = () => office?.attendAll();
  const { link, queue, events, close } = await openWaitingSide(url, packages, version, { patience, tell, back });
  // Made only where there is a queue.
  const mark = await markFolder(options.out).catch((error: unknown) => {
    close();
    throw error;
  });
  const attended = attendance(queueDesk(queue, options, mark, { redis: link.client, version, fresh }), ledger);
  office = attended;
  const over = new AbortController();
  const byId = new Map(ledger.open().map((ticket) => [ticket.id, ticket]));
  const hear = ({ jobId }: { readonly jobId: string }) => {
    const ticket = byId.get(jobId);
    if (ticket) attended.attend(ticket);
  };
  events.on('completed', hear);
  events.on('failed', hear);
  const tellWorkers = watchWorkers(queue, link, packages, version, options);
  // Sees what the events did not tell.
  const looking = async (): Promise<void> => {
    while (!over.signal.aborted) {
      attended.attendAll();
      await tellWorkers();
      await pause(look, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  try {
    await Promise.race([ledger.complete, attended.trouble, link.lost, whenAborted(signal), looking()]);
    if (ledger.open().length > 0) throw new RunsStopped();
    await Promise.race([attended.settled(), link.lost]);
  } catch (error) {
    throw error instanceof Error && error.name === 'ReplyError' ? redisError(url, error, 'refuses a command') : error;
  } finally {
    over.abort();
    close();
    // Whoever waits for an answer of a Redis that is away waits for ever.
    if (!link.isAway()) await attended.settled();
  }
}

/**
 * Plays the runs of a sweep through a queue in Redis, which workers serve, on this machine or others. Each run is a job
 * that only one of them takes at a time; what is finished in the run folders already is not queued.
 *
 * A Redis that is started again is waited for, and what it lost is put into the queue again. Runs that were told to stop stay in the
 * queue: the next sweep finds their results there.
 *
 * @see https://docs.bullmq.io
 */
export function queueEngine(options: QueueEngineOptions): SweepEngine {
  return {
    async play(points, heard): Promise<readonly EndedJob[]> {
      const tickets = ticketsOf(points, options.out, options.backend);
      const ledger = openLedger(points, tickets, heard);
      await settleKnown(ledger, options);
      if (ledger.open().length > 0) await playOpen(ledger, options);
      return ledger.outcomes();
    },
  };
}
