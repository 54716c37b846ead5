/** A frame as bytes, and its place among all frames of its run. */
export interface LoggedFrame {
  readonly order: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A frame and its number among those of its kind, counted from the first one that there ever was. */
export interface NumberedFrame extends LoggedFrame {
  readonly number: number;
}

/** What is kept of the frames of one kind. */
export interface FrameLog {
  /** Number of the oldest frame that is kept; of the next one while none is. */
  readonly first: number;
  /** Number that the next frame will have. */
  readonly end: number;
  /** Bytes of all frames that are kept. */
  readonly size: number;
  /** The oldest frame that is kept and has this number or a later one. */
  from(number: number): NumberedFrame | undefined;
}

/** Keeps the newest frames. */
export class NewestFrames implements FrameLog {
  readonly #frames: number;
  readonly #bytes: number;
  readonly #kept: NumberedFrame[] = [];
  #end = 0;
  #size = 0;

  /** @param limits What is kept at most, in frames and in bytes. */
  constructor({ frames, bytes = Number.POSITIVE_INFINITY }: { readonly frames: number; readonly bytes?: number }) {
    this.#frames = frames;
    this.#bytes = bytes;
  }

  get first(): number {
    return this.#end - this.#kept.length;
  }

  get end(): number {
    return this.#end;
  }

  get size(): number {
    return this.#size;
  }

  from(number: number): NumberedFrame | undefined {
    return this.#kept[Math.max(0, number - this.first)];
  }

  append(frame: LoggedFrame): void {
    this.#kept.push({ ...frame, number: this.#end++ });
    this.#size += frame.bytes.length;
    while (this.#kept.length > this.#frames || this.#size > this.#bytes) this.#size -= this.#kept.shift()!.bytes.length;
  }
}
