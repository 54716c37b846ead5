import type { Job, Queue } from 'bullmq';

import { HeavisideError } from '../../core/heaviside-error.js';
import type { EndedJob } from '../job-pool.js';
import { type Collection, collectRun } from './collect-run.js';
import type { QueueEngineOptions } from './engine-options.js';
import { KEPT_SECONDS, parcelKey } from './queue-names.js';
import { readAnswer, readFailure } from './run-answer.js';
import type { RunOrder } from './run-order.js';
import type { Settlement, Ticket } from './tickets.js';

/** A run is played so often before its failure counts. */
const ATTEMPTS = 3;
const BACKOFF_MS = 5000;

/** States of a job that nobody will play; `unknown`: it is not in the queue. */
const ENDED: readonly string[] = ['completed', 'failed', 'unknown'];

/** Where jobs are handed in and results handed out. */
export interface QueueDesk {
  /**
   * Looks after a run: puts it into the queue unless it is there, and takes its end when there is one.
   *
   * @param first The run was not asked for before: an end that is there is that of an earlier sweep.
   * @returns undefined when it has not ended.
   * @throws HeavisideError What `collectRun` throws, but for a folder that is being written.
   */
  attend(ticket: Ticket, first: boolean): Promise<Settlement | undefined>;
  /** Clears away what is left of a run in the queue. */
  clear(ticket: Ticket): Promise<void>;
}

/** @param mark Of the folder of all runs, see `markFolder`. */
export function queueDesk(
  queue: Queue,
  { backend, backoff = BACKOFF_MS }: QueueEngineOptions,
  mark: string,
  collection: Collection,
): QueueDesk {
  const { redis, version, fresh } = collection;
  /** Runs whose result was not where a worker said. */
  const missing = new Set<Ticket>();
  const kept = { age: KEPT_SECONDS };

  async function putIn(ticket: Ticket): Promise<undefined> {
    const named = backend === undefined ? {} : { backend };
    const send = missing.has(ticket);
    const { text: scenario, snapshots } = ticket;
    const held = snapshots === undefined ? {} : { snapshots };
    const order: RunOrder = { version, scenario, ...named, fresh, ...held, mark, send };
    await queue.add(ticket.scenario.name, order, {
      ...{ jobId: ticket.id, attempts: ATTEMPTS, backoff: { type: 'exponential', delay: backoff } },
      ...{ removeOnComplete: kept, removeOnFail: kept, stackTraceLimit: 0 },
    });
  }

  async function clear({ id }: Ticket): Promise<void> {
    const job: Job | undefined = await queue.getJob(id);
    // Somebody else may have been faster.
    await job?.remove().catch(() => undefined);
    await redis.del(parcelKey(version, id));
  }

  async function putInAgain(ticket: Ticket): Promise<undefined> {
    await clear(ticket);
    return putIn(ticket);
  }

  function failed({ folder }: Ticket, failure: { readonly code: string; readonly message: string }): EndedJob {
    return { kind: 'failed', failure, folder, ...(backend === undefined ? {} : { backend }), reused: false };
  }

  async function taken(ticket: Ticket, job: Job): Promise<Settlement | undefined> {
    const answer = readAnswer(job.returnvalue);
    const outcome = answer && (await collectRun(ticket, answer, collection));
    if (answer && outcome) {
      const { worker, backend: ran, reused } = answer;
      return { outcome: { ...outcome, folder: ticket.folder, backend: ran, reused }, worker };
    }
    if (!missing.has(ticket)) {
      missing.add(ticket);
      return putInAgain(ticket);
    }
    const worker = answer?.worker ?? job.processedBy ?? '?';
    const message = `worker ${worker} has played the run, but its files are neither in ${ticket.folder} nor in the queue`;
    return { outcome: failed(ticket, { code: 'HV_QUEUE_RESULT', message }), worker };
  }

  async function look(ticket: Ticket, first: boolean): Promise<Settlement | undefined> {
    const state = await queue.getJobState(ticket.id);
    if (!ENDED.includes(state)) return undefined;
    // Read after its state: before, it may not have had its result.
    const job: Job | undefined = await queue.getJob(ticket.id);
    if (job && state === 'completed' && !(first && fresh)) return taken(ticket, job);
    // An earlier sweep's failure is no reason not to try.
    if (job && state === 'failed' && !first)
      return { outcome: failed(ticket, readFailure(job.failedReason)), worker: job.processedBy ?? '?' };
    return putInAgain(ticket);
  }

  return {
    async attend(ticket, first) {
      return look(ticket, first).catch((error: unknown) => {
        if (error instanceof HeavisideError && error.code === 'HV_RUN_LOCKED') return undefined;
        throw error;
      });
    },
    clear,
  };
}
