import { type EndedJob, RunsStopped } from './job-pool.js';
import type { JobPlace } from './run-job.js';
import { runPoint } from './run-point.js';
import type { SweepEngine } from './sweep-engine.js';
import { together } from './together.js';
import { workQueue } from './work-queue.js';

/** How the runs of a sweep share this machine. */
export interface LocalEngineOptions extends JobPlace {
  /** Runs at a time; >= 1. */
  readonly jobs: number;
  /** Name of the backend of all runs; omitted: for each the first that can run it, see `scenarioBackend`. */
  readonly backend?: string | undefined;
}

/** Plays the runs of a sweep on this machine, some at a time, each as a process of its own. The run folders are its state. */
export function localEngine({ jobs, backend, signal: stop, ...place }: LocalEngineOptions): SweepEngine {
  const queue = workQueue(jobs);
  return {
    play(points, heard) {
      let done = 0;
      return together(stop, (signal) =>
        points.map((point) =>
          queue(async (): Promise<EndedJob> => {
            if (signal.aborted) throw new RunsStopped();
            const { scenario, snapshots } = point;
            const outcome = await runPoint(scenario, backend, { ...place, signal, snapshots });
            if (outcome.kind === 'stopped') throw new RunsStopped();
            heard({ done: ++done, total: points.length, point, outcome, worker: 'local' });
            return outcome;
          }),
        ),
      );
    },
  };
}
