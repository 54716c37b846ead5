import type { Crew, Task } from './crew.js';
import type { Kernels } from './kernel-instance.js';
import type { LinearMemory } from './linear-memory.js';

/** The calling thread alone. */
export class LoneCrew implements Crew {
  readonly threads = 1;
  readonly #kernels: Kernels;
  readonly #memory: LinearMemory;

  constructor(kernels: Kernels, memory: LinearMemory) {
    this.#kernels = kernels;
    this.#memory = memory;
  }

  async run(tasks: readonly Task[], scratch: number): Promise<void> {
    const mark = this.#memory.mark;
    const own = this.#memory.allocate(scratch);
    for (const { kernel, record, items } of tasks) this.#kernels[kernel](record, 0, items, own);
    this.#memory.release(mark);
  }

  async close(): Promise<void> {}
}
