import type { FrameLog, LoggedFrame, NumberedFrame } from './frame-log.js';
import { type Measured, thinnedMetrics } from './thinned-metrics.js';

/** Keeps metrics from the first ones to the newest: when there are too many, fewer of the same epochs. */
export class MetricsLog implements FrameLog {
  readonly #limit: number;
  #kept: (NumberedFrame & Measured)[] = [];
  #end = 0;
  #size = 0;

  /** @param limit Frames that are kept at most. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get first(): number {
    return this.#kept[0]?.number ?? this.#end;
  }

  get end(): number {
    return this.#end;
  }

  get size(): number {
    return this.#size;
  }

  from(number: number): NumberedFrame | undefined {
    let [low, high] = [0, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#kept[middle]!.number < number) low = middle + 1;
      else high = middle;
    }
    return this.#kept[low];
  }

  append({ order, bytes }: LoggedFrame, { split, epoch }: Measured): void {
    this.#kept.push({ order, bytes, split, epoch, number: this.#end++ });
    this.#size += bytes.length;
    if (this.#kept.length <= this.#limit) return;
    this.#kept = thinnedMetrics(this.#kept, this.#limit);
    this.#size = this.#kept.reduce((sum, frame) => sum + frame.bytes.length, 0);
  }
}
