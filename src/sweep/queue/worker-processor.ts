import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';

import { HeavisideError } from '../../core/heaviside-error.js';
import { RunsStopped } from '../job-pool.js';
import { playOrder, RunFailed } from './play-order.js';
import { KEPT_SECONDS, parcelKey } from './queue-names.js';
import type { QueuePackages } from './queue-packages.js';
import { failureOfError, failureReason, type RunAnswer } from './run-answer.js';
import { readOrder } from './run-order.js';
import type { WorkerOptions } from './worker-options.js';

/** What the queue's own worker calls for each job. */
interface WorkerProcessor {
  /** @returns The result of the job. Throws what the queue takes for a failure, for a lasting one, or for a job that goes back. */
  process(job: Job, token?: string): Promise<RunAnswer>;
  /** Resolves when no run is going on. */
  settled(): Promise<void>;
}

/** What is wrong with the job itself, or with what a run asks for, is wrong at the next attempt, too. */
function isLasting(error: unknown): boolean {
  return error instanceof RunFailed ? error.lasting : error instanceof HeavisideError && error.kind === 'usage';
}

/** What people call a job. */
function runOf({ name, id }: Job): string {
  return `${name} ${id}`;
}

/**
 * @param files Folder for the scenario files of the runs.
 * @param over  Aborted when the runs should stop.
 */
export function workerProcessor(
  options: WorkerOptions & { readonly version: string },
  files: string,
  redis: Redis,
  { bullmq }: QueuePackages,
  over: AbortSignal,
): WorkerProcessor {
  const { name, out, threads, start, heard, tell, version } = options;
  const running = new Set<Promise<unknown>>();

  async function play(job: Job): Promise<RunAnswer> {
    const id = job.id ?? '';
    const checked = readOrder(id, job.data, version, out);
    const playing = playOrder(checked, { out, files, threads, fresh: false, start, signal: over, tell });
    running.add(playing);
    const { outcome, parcel } = await playing.finally(() => running.delete(playing));
    if (parcel) await redis.set(parcelKey(version, id), parcel, 'EX', KEPT_SECONDS);
    heard({ run: runOf(job), end: { kind: 'played', outcome } });
    const { folder, backend = '', reused } = outcome;
    return { worker: name, folder, backend, reused, sent: parcel !== undefined };
  }

  return {
    async process(job, token) {
      const run = runOf(job);
      try {
        return await play(job);
      } catch (error) {
        if (error instanceof RunsStopped) {
          heard({ run, end: { kind: 'returned' } });
          await job.moveToWait(token);
          throw new bullmq.WaitingError();
        }
        const failure = error instanceof RunFailed ? error.failure : failureOfError(error);
        const lasting = isLasting(error);
        const again = !lasting && job.attemptsMade + 1 < (job.opts.attempts ?? 1);
        heard({ run, end: { kind: 'failed', failure, again } });
        const reason = failureReason(failure);
        throw lasting ? new bullmq.UnrecoverableError(reason) : new Error(reason);
      }
    },
    async settled() {
      await Promise.allSettled(running);
    },
  };
}
