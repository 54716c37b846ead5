import type { RunFailure } from '../finished-run.js';
import type { EndedJob } from '../job-pool.js';
import type { StartRun } from '../start-run.js';
import type { QueueUrl } from './queue-url.js';

/** A job of this worker has ended. */
export interface WorkerNews {
  /** Name of the scenario and id of the job. */
  readonly run: string;
  /** How it ended; `returned`: the worker was told to stop, and another takes it. */
  readonly end:
    | { readonly kind: 'played'; readonly outcome: EndedJob }
    | { readonly kind: 'failed'; readonly failure: RunFailure; readonly again: boolean }
    | { readonly kind: 'returned' };
}

/** How a worker serves. */
export interface WorkerOptions {
  readonly queue: QueueUrl;
  /** Its name, for people. */
  readonly name: string;
  /** Folder of all runs. */
  readonly out: string;
  /** Runs at a time, and threads of each. */
  readonly jobs: number;
  readonly threads: number;
  /** End when the queue is empty. */
  readonly drain: boolean;
  /** Seconds after which the runs of a worker that is not heard of go to others, or at most a fifth later. */
  readonly lostAfter: number;
  readonly start: StartRun;
  /** Aborted when it should stop: it gives its runs back. */
  readonly signal: AbortSignal;
  /** Called once, when Redis has answered. */
  readonly serving?: () => void;
  readonly heard: (news: WorkerNews) => void;
  /** Hears what people should know of the queue. */
  readonly tell: (line: string) => void;
  /** Of Heaviside; its own unless told. */
  readonly version?: string | undefined;
  /** Milliseconds for which Redis may be away; a minute unless told. */
  readonly patience?: number | undefined;
}
