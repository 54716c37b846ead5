import type { DeviceFacts } from '../backend.js';
import type { Crew, Task } from './crew.js';
import type { Kernels } from './kernel-instance.js';
import type { LinearMemory } from './linear-memory.js';

/** The calling thread alone. */
export class LoneCrew implements Crew {
  readonly facts: DeviceFacts;
  readonly lost = undefined;
  readonly #kernels: Kernels;
  readonly #memory: LinearMemory;

  /** @param reason Why it is alone where more threads were worth having. */
  constructor(kernels: Kernels, memory: LinearMemory, reason?: string) {
    this.#kernels = kernels;
    this.#memory = memory;
    this.facts = { threads: 1, ...(reason === undefined ? {} : { threadsReason: reason }) };
  }

  async run(tasks: readonly Task[], scratch: number): Promise<void> {
    const mark = this.#memory.mark;
    const own = this.#memory.allocate(scratch);
    for (const { kernel, record, items } of tasks) this.#kernels[kernel](record, 0, items, own);
    this.#memory.release(mark);
  }

  async close(): Promise<void> {}
}
