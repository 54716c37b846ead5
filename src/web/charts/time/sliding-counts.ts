import type { SpikeSeries } from '../../view/spike-series.js';
import { firstAtOrAfter } from '../../view/spike-series.js';
import type { TimeWindow } from '../../view/view-state.js';

/**
 * Spikes of each row within a window that moves: what enters is added and what leaves is taken away, so that following and
 * panning cost what changes and not what is in sight.
 */
export class SlidingCounts {
  readonly #spikes: SpikeSeries;
  readonly #counts: Uint32Array;
  /** Spikes counted, as numbers since the beginning of the run: those forgotten meanwhile keep theirs. */
  #begin = 0;
  #end = 0;

  /** @param rows Number of rows. */
  constructor(spikes: SpikeSeries, rows: number) {
    this.#spikes = spikes;
    this.#counts = new Uint32Array(rows);
  }

  /** Counts of a window, `[rows]`. A view: valid until the next call. */
  within({ from, to }: TimeWindow): Uint32Array {
    const { times, forgotten } = this.#spikes;
    const begin = forgotten + firstAtOrAfter(times, from);
    const end = forgotten + firstAtOrAfter(times, to);
    const kept = this.#begin >= forgotten && begin <= this.#end && end >= this.#begin;
    const changes = Math.abs(begin - this.#begin) + Math.abs(end - this.#end);
    if (kept && changes < end - begin) {
      // Of each pair one stretch is empty.
      this.#add(this.#begin, begin, -1);
      this.#add(begin, this.#begin, 1);
      this.#add(end, this.#end, -1);
      this.#add(this.#end, end, 1);
    } else {
      this.#counts.fill(0);
      this.#add(begin, end, 1);
    }
    this.#begin = begin;
    this.#end = end;
    return this.#counts;
  }

  #add(begin: number, end: number, sign: 1 | -1): void {
    const { rows, forgotten } = this.#spikes;
    const counts = this.#counts;
    for (let k = begin - forgotten; k < end - forgotten; k++) counts[rows[k]!]! += sign;
  }
}
