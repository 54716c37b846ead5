import type { ChunkMemory } from './chunk-forward.js';
import type { LinearMemory } from './linear-memory.js';

/**
 * What a presentation keeps of its chunks. Where it is learned from, all of them, for the feedback; else only what is the same
 * at every step, so that a presentation may be without end.
 */
export class PresentationMemory {
  readonly #memory: LinearMemory;
  readonly #learn: boolean;
  /** Behind the states of the neurons. */
  readonly #begun: number;
  /** Behind the last chunk that found something which a later one may take over. */
  #kept: number;
  #last: ChunkMemory | undefined;
  readonly #chunks: ChunkMemory[] = [];

  /** Begins behind all that has been allocated. */
  constructor(memory: LinearMemory, learn: boolean) {
    this.#memory = memory;
    this.#learn = learn;
    this.#begun = memory.mark;
    this.#kept = memory.mark;
  }

  /** The chunks to learn from, in their order. */
  get chunks(): readonly ChunkMemory[] {
    return this.#chunks;
  }

  /** The chunk from which the next one takes over what is constant. */
  get last(): ChunkMemory | undefined {
    return this.#last;
  }

  /** Before a chunk. @param goesOn Whether its input is the constant one of the chunk before. */
  letGo(goesOn: boolean): void {
    if (this.#learn) return;
    if (!goesOn) {
      this.#kept = this.#begun;
      this.#last = undefined;
    }
    this.#memory.release(this.#kept);
  }

  /** After a chunk. */
  keep(chunk: ChunkMemory): void {
    this.#last = chunk;
    if (this.#learn) this.#chunks.push(chunk);
    else if (chunk.layers.some(({ inputs, taken }) => !taken && inputs.every(({ constant }) => constant)))
      this.#kept = this.#memory.mark;
  }
}
