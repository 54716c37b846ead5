/** Spikes on the shared time axis, ordered by time; a bounded window of the newest ones. */
export class SpikeSeries {
  #times: Uint32Array;
  #rows: Uint32Array;
  #count = 0;
  #forgotten = 0;
  #completeFrom = 0;
  readonly #limit: number;

  /** @param limit So many spikes are kept at least, and twice as many at most; >= 1. */
  constructor(limit: number) {
    if (!(Number.isInteger(limit) && limit >= 1)) throw new RangeError(`limit: expected an integer >= 1, got ${limit}`);
    this.#limit = limit;
    const first = Math.min(limit * 2, 4096);
    this.#times = new Uint32Array(first);
    this.#rows = new Uint32Array(first);
  }

  /** Steps on the time axis, ascending. A view: valid until the next `append`. */
  get times(): Uint32Array {
    return this.#times.subarray(0, this.#count);
  }

  /** Row of each spike: see `rasterRows`. A view: valid until the next `append`. */
  get rows(): Uint32Array {
    return this.#rows.subarray(0, this.#count);
  }

  get count(): number {
    return this.#count;
  }

  /** Spikes that were let go since the beginning. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** No spike was let go from this step on. */
  get completeFrom(): number {
    return this.#completeFrom;
  }

  /**
   * Adds spikes that are not earlier than those already here.
   *
   * @throws RangeError when they are, or when the two arrays differ in length.
   */
  append(times: Uint32Array, rows: Uint32Array): void {
    if (times.length !== rows.length)
      throw new RangeError(`expected as many rows as times, got ${rows.length} and ${times.length}`);
    if (times.length === 0) return;
    const last = this.#count === 0 ? 0 : this.#times[this.#count - 1]!;
    if (times[0]! < last) throw new RangeError(`expected spikes from step ${last} on, got one at ${times[0]}`);
    const kept = Math.min(times.length, this.#limit * 2);
    const passed = times.length - kept;
    if (passed > 0) {
      this.#forget(this.#count);
      this.#forgotten += passed;
      this.#completeFrom = times[passed - 1]! + 1;
    }
    this.#makeRoom(kept);
    this.#times.set(times.subarray(times.length - kept), this.#count);
    this.#rows.set(rows.subarray(rows.length - kept), this.#count);
    this.#count += kept;
  }

  /**
   * Lets spikes before a step go that nobody will ask for. They stay until they are more than half of all: so fewer are moved
   * than are let go, and there are never more than twice as many as needed.
   */
  forgetBefore(step: number): void {
    const stale = firstAtOrAfter(this.times, step);
    if (stale > this.#count - stale) this.#forget(stale);
  }

  #forget(oldest: number): void {
    if (oldest === 0) return;
    this.#completeFrom = this.#times[oldest - 1]! + 1;
    this.#times.copyWithin(0, oldest, this.#count);
    this.#rows.copyWithin(0, oldest, this.#count);
    this.#count -= oldest;
    this.#forgotten += oldest;
  }

  #makeRoom(more: number): void {
    if (this.#count + more > this.#limit * 2)
      this.#forget(Math.min(this.#count, Math.max(this.#count - this.#limit, this.#count + more - this.#limit * 2)));
    if (this.#count + more <= this.#times.length) return;
    const size = Math.min(this.#limit * 2, Math.max(this.#times.length * 2, this.#count + more));
    this.#times = grown(this.#times, size);
    this.#rows = grown(this.#rows, size);
  }
}

function grown(values: Uint32Array, size: number): Uint32Array {
  const larger = new Uint32Array(size);
  larger.set(values);
  return larger;
}

/** Index of the first time >= `step`, by bisection; `times.length` when there is none. */
export function firstAtOrAfter(times: Uint32Array, step: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
