import { HeavisideError } from '../../core/heaviside-error.js';
import type { DeviceFacts } from '../backend.js';
import { CHUNK_BITS, WORD, WORDS } from './control-words.js';
import type { Crew, Task } from './crew.js';
import type { Kernel, Kernels } from './kernel-instance.js';
import type { LinearMemory } from './linear-memory.js';
import type { ThreadHost, WorkerThread } from './thread-host.js';
import { WORKER_PROGRAM, type WorkerOrder } from './worker-program.js';

/** Chunks of a task for each thread: enough that none waits long for the last one, few enough to cost nothing. */
const CHUNKS_A_THREAD = 8;

/** Milliseconds of work below which a task stays with the calling thread. */
const WORTH_SHARING = 0.015;

/** Milliseconds for which the calling thread looks whether the others are done before it gives the engine a turn. */
const BARRIER_SPIN = 0.2;

/**
 * Milliseconds after which a sleeping caller looks for itself: an engine may lose the news that a word has changed
 * (seen under Node 20 when the machine was busy), and a run that waits for ever is worse than a late look.
 */
const LATEST_LOOK = 20;

/** What a crew works with. */
export interface CrewEquipment {
  /** Of shared memory. */
  readonly module: WebAssembly.Module;
  readonly kernels: Kernels;
  readonly memory: LinearMemory;
}

/**
 * The calling thread and workers over one shared memory. Items are claimed in small chunks by whoever is free; a task is
 * done when all its chunks are, so nobody waits for a thread that has none.
 */
export class ThreadCrew implements Crew {
  readonly facts: DeviceFacts;
  readonly #threads: number;
  readonly #memory: LinearMemory;
  readonly #names: readonly string[];
  readonly #kernels: readonly Kernel[];
  readonly #words: Int32Array;
  /** Milliseconds that a kernel took for so many items when it ran last, had one thread done them all. */
  readonly #took = new Map<string, number>();
  #workers: WorkerThread[] = [];
  #lost: unknown;
  #closed = false;
  #tag = 0;
  /** Ends the sleep of the calling thread. */
  #wake = (): void => {};

  private constructor({ kernels, memory }: CrewEquipment, threads: number, control: number) {
    this.#threads = threads;
    this.facts = { threads };
    this.#memory = memory;
    this.#names = Object.keys(kernels);
    this.#kernels = Object.values(kernels);
    // At the front of the memory: this view stays good when the memory grows.
    this.#words = new Int32Array(memory.memory.buffer, control, WORDS);
  }

  /**
   * Starts `threads − 1` workers and waits until all of them are there.
   *
   * @throws HeavisideError HV_WORKER_LOST (machine) when one does not start.
   */
  static async start(equipment: CrewEquipment, host: ThreadHost, threads: number): Promise<ThreadCrew> {
    const control = equipment.memory.clear(4 * WORDS);
    const crew = new ThreadCrew(equipment, threads, control);
    const { memory } = equipment.memory;
    try {
      for (let worker = 1; worker < threads; worker++) {
        const order: WorkerOrder = { module: equipment.module, memory, control, worker };
        crew.#workers.push(host.start(WORKER_PROGRAM, order, (reason) => crew.#lose(worker, reason)));
      }
      while (Atomics.load(crew.#words, WORD.started) < threads - 1) await crew.#sleep(WORD.started);
    } catch (error) {
      await crew.close();
      throw error;
    }
    crew.#keepAlive(false);
    return crew;
  }

  get lost(): unknown {
    return this.#lost;
  }

  async run(tasks: readonly Task[], scratch: number): Promise<void> {
    if (this.#lost) throw this.#lost;
    const mark = this.#memory.mark;
    const stride = Math.ceil(scratch / 128) * 128;
    const own = this.#memory.allocate(stride * this.#threads);
    this.#words[WORD.scratch] = own;
    this.#words[WORD.stride] = stride;
    try {
      for (const task of tasks) await this.#do(task, own);
    } catch (error) {
      this.#stop(error);
      throw error;
    }
    this.#memory.release(mark);
  }

  async #do({ kernel, record, items }: Task, scratch: number): Promise<void> {
    const key = `${kernel} ${items}`;
    const start = performance.now();
    const index = this.#names.indexOf(kernel);
    if (items < 2 || (this.#took.get(key) ?? Number.POSITIVE_INFINITY) < WORTH_SHARING) {
      this.#kernels[index]!(record, 0, items, scratch);
      this.#took.set(key, performance.now() - start);
      return;
    }
    this.#announce(index, record, items);
    const done = this.#work(scratch);
    if (done > 0) this.#took.set(key, ((performance.now() - start) * items) / done);
    await this.#barrier();
  }

  /** Puts a task up for all threads. */
  #announce(kernel: number, record: number, items: number): void {
    const words = this.#words;
    const chunkItems = Math.ceil(items / (this.#threads * CHUNKS_A_THREAD));
    const chunks = Math.ceil(items / chunkItems);
    words[WORD.kernel] = kernel;
    words[WORD.record] = record;
    words[WORD.items] = items;
    words[WORD.chunks] = chunks;
    words[WORD.chunkItems] = chunkItems;
    Atomics.store(words, WORD.left, chunks);
    this.#tag++;
    Atomics.store(words, WORD.claim, (this.#tag << CHUNK_BITS) | chunks);
    Atomics.add(words, WORD.call, 1);
    if (Atomics.load(words, WORD.sleepers) > 0) Atomics.notify(words, WORD.call);
  }

  /** Takes chunks until none is left; returns the number of items done. The worker's program does the same. */
  #work(scratch: number): number {
    const words = this.#words;
    const kernel = this.#kernels[words[WORD.kernel]!]!;
    const [record, items, size] = [words[WORD.record]!, words[WORD.items]!, words[WORD.chunkItems]!];
    let done = 0;
    for (;;) {
      const claim = Atomics.load(words, WORD.claim);
      const open = claim & (2 ** CHUNK_BITS - 1);
      if (open === 0) return done;
      if (Atomics.compareExchange(words, WORD.claim, claim, claim - 1) !== claim) continue;
      const begin = (words[WORD.chunks]! - open) * size;
      const end = Math.min(begin + size, items);
      kernel(record, begin, end, scratch);
      done += end - begin;
      Atomics.sub(words, WORD.left, 1);
    }
  }

  async #barrier(): Promise<void> {
    const words = this.#words;
    const until = performance.now() + BARRIER_SPIN;
    while (Atomics.load(words, WORD.left) > 0)
      if (performance.now() > until) {
        // A lost worker is heard of only when the engine has a turn; without this nothing would keep the process alive.
        this.#keepAlive(true);
        Atomics.store(words, WORD.awaited, 1);
        while (Atomics.load(words, WORD.left) > 0) await this.#sleep(WORD.left);
        Atomics.store(words, WORD.awaited, 0);
        this.#keepAlive(false);
      }
  }

  /** Gives the engine a turn, until somebody notifies about the word or a worker is lost. */
  async #sleep(word: number): Promise<void> {
    const value = Atomics.load(this.#words, word);
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#lost) return resolve();
      const waiting = Atomics.waitAsync?.(this.#words, word, value);
      if (waiting && !waiting.async) return resolve();
      const timer = setTimeout(resolve, waiting ? LATEST_LOOK : 0);
      void waiting?.value.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (this.#lost) throw this.#lost;
  }

  #keepAlive(keeps: boolean): void {
    for (const worker of this.#workers) worker.keepAlive(keeps);
  }

  #lose(worker: number, reason: string): void {
    if (this.#closed) return;
    const workers = this.#threads - 1;
    const remedy =
      'Run it again. If it happens again, try one thread (--threads 1); the results are the same. ' +
      'What was learned until the last checkpoint is in the run folder.';
    const message = `worker ${worker} of ${workers} of the events backend was lost: ${reason}`;
    this.#stop(new HeavisideError('HV_WORKER_LOST', 'machine', message, { remedy, facts: { worker, workers } }));
  }

  /** No chunk is taken any more; what is under way ends. */
  #stop(cause: unknown): void {
    this.#lost ??= cause;
    Atomics.and(this.#words, WORD.claim, ~(2 ** CHUNK_BITS - 1));
    for (const word of [WORD.left, WORD.started]) Atomics.notify(this.#words, word);
    this.#wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
