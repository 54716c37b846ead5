import type { RecordedSpikes } from '../../backends/backend.js';
import type { ChunkPlace } from './chunk-place.js';
import { Fnv1a, type HashWords } from './fnv1a.js';

/**
 * A digest of every spike of a phase: which unit of which layer fired at which step of which presentation. The same
 * however the steps are divided into chunks, and in whatever order layers come. Keeps 64 bits a layer.
 */
export class SpikeDigest {
  readonly #layers: Map<string, Fnv1a>;

  /** @param memory Of another one, to go on from there. */
  constructor(memory: Readonly<Record<string, HashWords>> = {}) {
    this.#layers = new Map(Object.entries(memory).map(([layer, words]) => [layer, new Fnv1a(words)]));
  }

  /** Where it stands; plain data. */
  get memory(): Readonly<Record<string, HashWords>> {
    return Object.fromEntries([...this.#layers].map(([layer, hash]) => [layer, hash.words]));
  }

  /**
   * Adds the spikes of a chunk; the chunks of a presentation come in the order of their steps.
   *
   * @param first Number of the chunk's first presentation among all of the phase.
   */
  add(recorded: readonly RecordedSpikes[], { from, batch }: ChunkPlace, first = 0): void {
    for (const { layer, offsets, units } of recorded) {
      const hash = this.#layers.get(layer) ?? new Fnv1a();
      this.#layers.set(layer, hash);
      for (let row = 0; row + 1 < offsets.length; row++) {
        const step = from + Math.floor(row / batch);
        const presentation = first + (row % batch);
        for (let k = offsets[row]!; k < offsets[row + 1]!; k++) {
          hash.word(step);
          hash.word(presentation);
          hash.word(units[k]!);
        }
      }
    }
  }

  /** Of all spikes so far, as 16 hexadecimal digits. */
  digest(): string {
    const whole = new Fnv1a();
    for (const layer of [...this.#layers.keys()].toSorted()) {
      whole.text(layer);
      whole.text(this.#layers.get(layer)!.digest());
    }
    return whole.digest();
  }
}
