import type { Look } from '../../run/watch/look.js';

/** Goes from sample to sample until one is answered wrong, or until all have been seen. */
export class SampleSearch {
  #awaited: number | undefined;
  #by: 1 | -1 = 1;
  #samples = 0;
  #left = 0;

  /** Whether it still looks. */
  get on(): boolean {
    return this.#awaited !== undefined;
  }

  /**
   * @param from    The sample in sight. @param samples How many there are.
   * @param search  Whether to go on until an answer is wrong.
   * @returns The sample to ask for first; after the last one comes the first one.
   */
  begin(from: number, by: 1 | -1, samples: number, search: boolean): number {
    this.#by = by;
    this.#samples = samples;
    const first = (from + by + samples) % samples;
    this.#awaited = search ? first : undefined;
    this.#left = samples - 1;
    return first;
  }

  /** Takes what was shown. @returns The sample to ask for next; undefined when this is it, or nothing is looked for. */
  next({ sample, label, answer }: Pick<Look, 'sample' | 'label' | 'answer'>): number | undefined {
    if (this.#awaited === undefined || sample !== this.#awaited) return undefined;
    if (label !== answer || this.#left === 0) {
      this.end();
      return undefined;
    }
    this.#left--;
    this.#awaited = (sample + this.#by + this.#samples) % this.#samples;
    return this.#awaited;
  }

  end(): void {
    this.#awaited = undefined;
  }
}
