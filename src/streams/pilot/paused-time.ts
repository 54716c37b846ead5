/** Adds up for how long a run has waited because it was paused. */
export class PausedTime {
  #total = 0;
  #since: number | undefined;

  /** Milliseconds by now. */
  at(now: number): number {
    return this.#total + (this.#since === undefined ? 0 : now - this.#since);
  }

  /** From now on the run waits because it is paused, or does not. */
  become(waits: boolean, now: number): void {
    this.#total = this.at(now);
    this.#since = waits ? now : undefined;
  }
}
