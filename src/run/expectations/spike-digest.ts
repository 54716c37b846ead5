import type { RecordedSpikes } from '../../backends/backend.js';
import type { ChunkPlace } from './chunk-place.js';
import { Fnv1a, type HashWords } from './fnv1a.js';

const WORD = 2 ** 32;

/** Where the hashes of the two halves begin: digits of pi. */
const [HIGH, LOW] = [0x243f6a88, 0x85a308d3];

/** The finalizer of MurmurHash3 (A. Appleby): every bit of its argument may turn every bit of the result. */
function mixed(value: number): number {
  const half = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return (whole ^ (whole >>> 16)) >>> 0;
}

/** Nothing that is linear: in a sum two spikes that swap their units would cancel. */
function hashOf(start: number, step: number, presentation: number, unit: number): number {
  return mixed(mixed(mixed(start + step) + presentation) + unit);
}

/**
 * A digest of every spike of a phase: which unit of which layer fired at which step of which presentation. The sum over the
 * spikes of a layer of a hash of each, modulo 2^64: the same however presentations are put together into batches and steps
 * into chunks, and in whatever order layers come. Keeps 64 bits a layer.
 */
export class SpikeDigest {
  readonly #sums: Map<string, HashWords>;

  /** @param memory Of another one, to go on from there. */
  constructor(memory: Readonly<Record<string, HashWords>> = {}) {
    this.#sums = new Map(Object.entries(memory));
  }

  /** Where it stands; plain data. */
  get memory(): Readonly<Record<string, HashWords>> {
    return Object.fromEntries(this.#sums);
  }

  /**
   * Adds the spikes of a chunk.
   *
   * @param first Number of the chunk's first presentation among all of the phase.
   */
  add(recorded: readonly RecordedSpikes[], { from, batch }: ChunkPlace, first = 0): void {
    for (const { layer, offsets, units } of recorded) {
      let [high, low] = this.#sums.get(layer) ?? [0, 0];
      for (let row = 0; row + 1 < offsets.length; row++) {
        const step = from + Math.floor(row / batch);
        const presentation = first + (row % batch);
        for (let k = offsets[row]!; k < offsets[row + 1]!; k++) {
          const upper = hashOf(HIGH, step, presentation, units[k]!);
          const lower = hashOf(LOW, step, presentation, units[k]!);
          const carry = low + lower >= WORD ? 1 : 0;
          high = (high + upper + carry) >>> 0;
          low = (low + lower) >>> 0;
        }
      }
      this.#sums.set(layer, [high, low]);
    }
  }

  /** Of all spikes so far, as 16 hexadecimal digits. */
  digest(): string {
    const whole = new Fnv1a();
    for (const [layer, [high, low]] of [...this.#sums].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      whole.text(layer);
      whole.word(high);
      whole.word(low);
    }
    return whole.digest();
  }
}
