import { MAXIMUM_PAGES } from '../../../kernels/wasm/generated/kernel-modules.js';
import { HeavisideError } from '../../core/heaviside-error.js';

const PAGE = 65536;
/** One line of the cache; every block starts on one. */
const LINE = 64;

/** A field of a record that kernels read: a whole number or address, or a float32. */
export type Word = number | { readonly f32: number };

/**
 * The memory that kernels work in. Blocks are taken from the front to the back and never given back one by one: a
 * presentation remembers where it began and everything behind that is free again when the next one begins.
 *
 * Views move when the memory grows: take them afresh after an allocation.
 */
export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  #next: number;

  /**
   * @param shared Whether threads share it.
   * @throws HeavisideError HV_MEMORY (machine) when the engine has no room for it.
   */
  constructor(shared: boolean, start: number) {
    this.#next = aligned(start);
    const initial = Math.max(16, Math.ceil(this.#next / PAGE));
    try {
      this.memory = new WebAssembly.Memory(shared ? { initial, maximum: MAXIMUM_PAGES, shared } : { initial });
    } catch (cause) {
      // Engines reserve addresses for all that a memory may grow to, and more.
      throw new HeavisideError('HV_MEMORY', 'machine', 'the events backend got no memory from the engine', {
        remedy: 'Allow the process more address space (ulimit -v unlimited), or use another backend.',
        facts: { heldBytes: 0, askedBytes: initial * PAGE, cause: String(cause) },
      });
    }
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  words(at: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, length);
  }

  doubles(at: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length);
  }

  /** Where the next block will start. */
  get mark(): number {
    return this.#next;
  }

  /** Frees everything that was allocated since the mark was taken. */
  release(mark: number): void {
    this.#next = mark;
  }

  /**
   * A block whose contents are whatever was there before.
   *
   * @throws HeavisideError HV_MEMORY (machine) when the memory cannot grow that far.
   */
  allocate(bytes: number): number {
    const at = this.#next;
    this.#next = aligned(at + bytes);
    const missing = Math.ceil((this.#next - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.#grow(missing, bytes);
    return at;
  }

  /** A block of zeros. */
  clear(bytes: number): number {
    const at = this.allocate(bytes);
    this.bytes.fill(0, at, at + bytes);
    return at;
  }

  /** A block that holds these numbers as float32. */
  put(values: ArrayLike<number>, length = values.length): number {
    const at = this.clear(4 * length);
    this.floats(at, length).set(values);
    return at;
  }

  /** A record for kernels: four bytes a field. */
  record(fields: readonly Word[]): number {
    const at = this.allocate(4 * fields.length);
    const view = new DataView(this.memory.buffer, at);
    fields.forEach((field, k) => {
      if (typeof field === 'number') view.setUint32(4 * k, field, true);
      else view.setFloat32(4 * k, field.f32, true);
    });
    return at;
  }

  #grow(pages: number, bytes: number): void {
    const before = this.memory.buffer.byteLength;
    try {
      this.memory.grow(pages);
    } catch (cause) {
      const [held, asked] = [before, bytes].map(sizeText);
      throw new HeavisideError(
        'HV_MEMORY',
        'machine',
        `the events backend holds ${held} and could not get ${asked} more`,
        {
          remedy: 'Show fewer samples at once (train.batch, test.batch) or fewer steps, or use a smaller network.',
          facts: { heldBytes: before, askedBytes: bytes, cause: String(cause) },
        },
      );
    }
  }
}

function sizeText(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} KiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
}

function aligned(at: number): number {
  return Math.ceil(at / LINE) * LINE;
}
