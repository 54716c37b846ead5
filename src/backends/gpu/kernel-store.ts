import type { GpuEngine, GpuHandle, GpuKernel } from './gpu-js.js';

/** A compiled kernel that sessions share. */
export interface StoredKernel {
  readonly kernel: GpuKernel;
  /** Results of it that somebody still holds; they may need it to be read or given back. */
  results: number;
  /** Launches under way; they take turns, for a kernel has one place for its arguments. */
  waiting: number;
  turn: Promise<unknown>;
}

/**
 * The engine of one mode and the kernels compiled on it, the least recently launched first.
 *
 * `condemned` after a failure of the device: those who hold the store go on with it, nobody new gets it.
 */
export class KernelStore {
  readonly engine: GpuEngine;
  readonly #kernels = new Map<string, StoredKernel>();
  #compiled = 0;
  #condemned = false;

  constructor(engine: GpuEngine) {
    this.engine = engine;
  }

  /** Kernels kept now. */
  get size(): number {
    return this.#kernels.size;
  }

  /** Kernels compiled so far. */
  get compiled(): number {
    return this.#compiled;
  }

  get fit(): boolean {
    return !this.#condemned && !this.engine.lost();
  }

  condemn(): void {
    this.#condemned = true;
  }

  /**
   * Launches the kernel of a key, which is compiled when it is not there. The caller lowers `results` when it releases
   * the handle.
   */
  async launch(
    key: string,
    compile: () => GpuKernel,
    args: readonly GpuHandle[],
  ): Promise<{ readonly handle: GpuHandle; readonly from: StoredKernel }> {
    const from = this.#kernels.get(key) ?? this.#built(compile);
    this.#kernels.delete(key);
    this.#kernels.set(key, from);
    from.waiting++;
    try {
      const launched = from.turn.then(() => from.kernel.launch(args));
      from.turn = launched.catch(() => undefined);
      const handle = await launched;
      from.results++;
      return { handle, from };
    } finally {
      from.waiting--;
    }
  }

  #built(compile: () => GpuKernel): StoredKernel {
    const kernel = compile();
    this.#compiled++;
    return { kernel, results: 0, waiting: 0, turn: Promise.resolve() };
  }

  /**
   * Every kernel in mode `webasm` has a memory of its own, and a browser reserves room for about a hundred of them. When
   * it is used up, the kernels that were not launched for longest are dropped; their results are plain arrays and stay.
   *
   * @returns Whether another try is worth while.
   */
  madeRoom(error: unknown, key: string): boolean {
    if (!(error instanceof RangeError) || !/could not allocate memory/i.test(error.message)) return false;
    const failed = this.#kernels.get(key);
    if (failed) this.#drop(key, failed);
    const idle = [...this.#kernels].filter(([, { waiting }]) => waiting === 0);
    const oldest = idle.slice(0, Math.ceil(this.#kernels.size / 2));
    for (const [old, stored] of oldest) this.#drop(old, stored);
    return oldest.length > 0;
  }

  /** Drops the kernels that were not launched for longest until `limit` are left; those with results in use stay. */
  trim(limit: number): void {
    for (const [key, stored] of this.#kernels) {
      if (this.#kernels.size <= limit) return;
      if (stored.results === 0 && stored.waiting === 0) this.#drop(key, stored);
    }
  }

  #drop(key: string, { kernel }: StoredKernel): void {
    this.#kernels.delete(key);
    kernel.destroy();
  }

  /** Frees the engine with all its kernels. */
  async destroy(): Promise<void> {
    this.#condemned = true;
    this.#kernels.clear();
    await this.engine.destroy();
  }
}
