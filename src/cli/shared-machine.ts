import { availableParallelism } from 'node:os';

/** Runs at a time, and threads of each: together no more than the machine has cores, unless there are more runs. */
export function sharedMachine(jobs: number = availableParallelism()): {
  readonly jobs: number;
  readonly threads: number;
} {
  return { jobs, threads: Math.max(1, Math.floor(availableParallelism() / jobs)) };
}
