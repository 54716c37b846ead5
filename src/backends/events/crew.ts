import type { DeviceFacts } from '../backend.js';
import type { KernelName } from './kernel-instance.js';

/** Work for a kernel: `items` pieces that do not depend on each other. */
export interface Task {
  readonly kernel: KernelName;
  /** Address of its record. */
  readonly record: number;
  readonly items: number;
}

/** Threads that work through tasks. Which thread does which item never changes a result. */
export interface Crew {
  /** How many threads, and why there are not more where more were worth having. */
  readonly facts: DeviceFacts;
  /** Why it works no more; undefined while it does. */
  readonly lost: unknown;
  /**
   * Does the tasks one after the other. `scratch` bytes are each thread's own during the call.
   *
   * @throws HeavisideError HV_WORKER_LOST (machine) when a worker ended before its time, and from then on at every call.
   */
  run(tasks: readonly Task[], scratch: number): Promise<void>;
  close(): Promise<void>;
}
