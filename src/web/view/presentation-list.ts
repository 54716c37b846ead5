import { isLook, type Presentation } from './presentation.js';

/** The newest presentations of a run, bounded in number and in bytes; the newest one is kept in any case. */
export class PresentationList {
  readonly #most: number;
  readonly #mostBytes: number;
  #frames: readonly Presentation[] = [];
  #bytes = 0;

  /** @param limits What is kept at most: presentations, and bytes of their arrays. */
  constructor({ most, bytes }: { readonly most: number; readonly bytes: number }) {
    this.#most = most;
    this.#mostBytes = bytes;
  }

  /** Oldest first. Another list after each change. */
  get frames(): readonly Presentation[] {
    return this.#frames;
  }

  append(frame: Presentation): void {
    const frames = [...this.#frames, frame];
    this.#bytes += bytesOf(frame);
    let gone = 0;
    for (; gone < frames.length - 1; gone++) {
      if (frames.length - gone <= this.#most && this.#bytes <= this.#mostBytes) break;
      this.#bytes -= bytesOf(frames[gone]!);
    }
    this.#frames = gone === 0 ? frames : frames.slice(gone);
  }

  /** Lets those go that begin before a step. */
  keepFrom(step: number): void {
    const found = this.#frames.findIndex(({ start }) => start >= step);
    const gone = found < 0 ? this.#frames.length - 1 : found;
    if (gone <= 0) return;
    for (const frame of this.#frames.slice(0, gone)) this.#bytes -= bytesOf(frame);
    this.#frames = this.#frames.slice(gone);
  }
}

/** Bytes of the arrays of a presentation. */
function bytesOf(frame: Presentation): number {
  const { spikes, voltages } = frame.look;
  const seen = isLook(frame) ? [frame.look.readout, frame.look.input] : [];
  const arrays = [...spikes.flatMap(({ times, units }) => [times, units]), voltages.values, ...seen];
  const rewards = isLook(frame) ? (frame.look.inputReward?.byteLength ?? 0) : 0;
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, rewards);
}
