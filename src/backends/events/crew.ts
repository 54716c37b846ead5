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
  readonly threads: number;
  /** Does the tasks one after the other. `scratch` bytes are each thread's own during the call. */
  run(tasks: readonly Task[], scratch: number): Promise<void>;
  close(): Promise<void>;
}
