/** A frame as bytes, and its place among all frames of its run. */
export interface LoggedFrame {
  readonly order: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The newest frames of one kind, numbered from the first one that there ever was. */
export class FrameLog {
  readonly #frames: number;
  readonly #bytes: number;
  readonly #kept: LoggedFrame[] = [];
  #first = 0;
  #size = 0;

  /** @param limits What is kept at most, in frames and in bytes. */
  constructor({ frames, bytes = Number.POSITIVE_INFINITY }: { readonly frames: number; readonly bytes?: number }) {
    this.#frames = frames;
    this.#bytes = bytes;
  }

  /** Number of the oldest frame that is kept. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next frame will have. */
  get end(): number {
    return this.#first + this.#kept.length;
  }

  /** Bytes of all frames that are kept. */
  get size(): number {
    return this.#size;
  }

  /** The frame of a number from `first` to below `end`; undefined elsewhere. */
  at(number: number): LoggedFrame | undefined {
    return this.#kept[number - this.#first];
  }

  append(frame: LoggedFrame): void {
    this.#kept.push(frame);
    this.#size += frame.bytes.length;
    while (this.#kept.length > this.#frames || this.#size > this.#bytes) {
      this.#size -= this.#kept.shift()!.bytes.length;
      this.#first++;
    }
  }
}
