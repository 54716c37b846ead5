/** Looks take this share of a run's time at most. */
const SHARE = 0.1;

/** When the next look may be made: neither too soon after the last one, nor so often that the run is held up. */
export class LookRate {
  readonly #interval: number;
  #begun: number | undefined;
  #due = Number.NEGATIVE_INFINITY;

  /** @param interval Milliseconds from the beginning of a look to that of the next one, at least. */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** A moment from which on a look may be made. */
  get due(): number {
    return this.#due;
  }

  begin(now: number): void {
    this.#begun = now;
  }

  end(now: number): void {
    if (this.#begun === undefined) return;
    const spent = now - this.#begun;
    this.#due = Math.max(this.#begun + this.#interval, now + spent * (1 / SHARE - 1));
    this.#begun = undefined;
  }
}
