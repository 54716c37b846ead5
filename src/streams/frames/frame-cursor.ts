import { type FrameHistory, LOGGED_KINDS, type LoggedKind } from './frame-history.js';
import type { NumberedFrame } from './frame-log.js';

/**
 * How far one view has got in the history of a run. It holds no frame: however slow the view, it costs nothing but this
 * place. What the history has let go of is counted as dropped, but for presentations of the past, and for curves, which
 * are thinned and have no gap.
 */
export class FrameCursor {
  readonly #history: FrameHistory;
  /** Number of the next frame of each kind. */
  readonly #next: Record<LoggedKind, number>;
  /** Presentations before this one were there before the view. */
  readonly #newLooks: number;
  #told = { facts: false, batches: false, ended: false };
  #dropped = 0;

  /** At the beginning of the run; of presentations at the oldest that is kept. */
  constructor(history: FrameHistory) {
    this.#history = history;
    this.#next = {
      // Those of the past are told all at once.
      batches: history.log('batches').end,
      metrics: 0,
      histograms: 0,
      look: history.log('look').first,
      intervention: 0,
      phase: 0,
      changed: 0,
      progress: history.log('progress').first,
    };
    this.#newLooks = history.log('look').end;
  }

  /** Frames that the view will never be told. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Bytes of presentations that wait, once those of the past have been told. */
  get backlog(): number {
    const looks = this.#history.log('look');
    const next = Math.max(this.#next.look, looks.first);
    if (next < this.#newLooks) return 0;
    let bytes = 0;
    for (let k = next; k < looks.end; k++) bytes += looks.from(k)!.bytes.length;
    return bytes;
  }

  /** The next frame for the view, which has then been told; undefined when there is none yet. */
  next(): Uint8Array<ArrayBuffer> | undefined {
    const { facts, ended } = this.#history;
    if (!facts && !ended) return undefined;
    if (facts && !this.#told.facts) {
      this.#told.facts = true;
      return facts;
    }
    for (const kind of LOGGED_KINDS) this.#skip(kind, this.#history.log(kind).first);
    if (!this.#told.batches) {
      this.#told.batches = true;
      this.#next.batches = this.#history.log('batches').end;
      return this.#history.batches();
    }
    const oldest = this.#oldest();
    if (oldest) {
      this.#next[oldest.kind] = oldest.frame.number + 1;
      return oldest.frame.bytes;
    }
    if (!ended || this.#told.ended) return undefined;
    this.#told.ended = true;
    return ended;
  }

  /** Lets go of the presentations that wait, counted: what is shown next is new. */
  dropLooks(): void {
    this.#skip('look', this.#history.log('look').end);
  }

  /** Goes on from a frame; those before it are dropped. */
  #skip(kind: LoggedKind, to: number): void {
    const skipped = to - this.#next[kind];
    if (skipped <= 0) return;
    this.#next[kind] = to;
    // The curves have no gap: they are told anew.
    if (kind === 'batches') this.#told.batches = false;
    // Of where a phase stands only the newest counts.
    else if (kind !== 'progress') this.#dropped += skipped;
  }

  /** The oldest frame that waits, and its kind. */
  #oldest(): { readonly kind: LoggedKind; readonly frame: NumberedFrame } | undefined {
    let oldest: { readonly kind: LoggedKind; readonly frame: NumberedFrame } | undefined;
    for (const kind of LOGGED_KINDS) {
      const frame = this.#history.log(kind).from(this.#next[kind]);
      if (frame && !(oldest && oldest.frame.order < frame.order)) oldest = { kind, frame };
    }
    return oldest;
  }
}
