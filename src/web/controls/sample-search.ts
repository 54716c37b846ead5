import type { Look } from '../../run/watch/look.js';

/** Goes from sample to sample until one is answered wrong, or until all have been seen. */
export class SampleSearch {
  #run: object | undefined;
  #awaited: number | undefined;
  /** What was asked for, or looked at, before that. */
  #before: number | undefined;
  /** What was shown last. */
  #shown: number | undefined;
  #by: 1 | -1 = 1;
  #samples = 0;
  #left = 0;

  /** Whether it still looks. */
  get on(): boolean {
    return this.#awaited !== undefined;
  }

  /** Told of the run that is searched, undefined when none obeys: the search ends with it. */
  within(run: object | undefined): void {
    if (run !== this.#run) this.end();
    this.#run = run;
  }

  /**
   * @param from    The sample in sight. @param samples How many there are.
   * @param search  Whether to go on until an answer is wrong.
   * @returns The sample to ask for first; after the last one comes the first one.
   */
  begin(from: number, by: 1 | -1, samples: number, search: boolean): number {
    this.#by = by;
    this.#samples = samples;
    this.#before = from;
    const first = (from + by + samples) % samples;
    this.#awaited = search ? first : undefined;
    this.#left = samples - 1;
    return first;
  }

  /**
   * Takes what is shown. Samples of before may still be on their way; at any other one somebody else has chosen, and the
   * search ends.
   *
   * @returns The sample to ask for next; undefined when this is it, or nothing is looked for.
   */
  next({ sample, label, answer }: Pick<Look, 'sample' | 'label' | 'answer'>): number | undefined {
    const isOld = sample === this.#shown || sample === this.#before;
    this.#shown = sample;
    if (this.#awaited === undefined) return undefined;
    if (sample !== this.#awaited) {
      if (!isOld) this.end();
      return undefined;
    }
    if (label !== answer || this.#left === 0) {
      this.end();
      return undefined;
    }
    this.#left--;
    this.#before = sample;
    this.#awaited = (sample + this.#by + this.#samples) % this.#samples;
    return this.#awaited;
  }

  end(): void {
    this.#awaited = undefined;
  }
}
