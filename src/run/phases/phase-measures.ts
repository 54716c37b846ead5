import type { RecordedSpikes } from '../../backends/backend.js';
import type { NamedTensor } from '../../record/named-tensor.js';
import type { Phase } from '../../scenario/phases/phase.js';
import type { ChunkPlace } from '../expectations/chunk-place.js';
import { expectedReadings } from '../expectations/expected-readings.js';
import type { HashWords } from '../expectations/fnv1a.js';
import type { PhaseReadings } from '../expectations/readings.js';
import { type CounterMemory, SpikeCounters } from '../expectations/spike-counters.js';
import { SpikeDigest } from '../expectations/spike-digest.js';
import { tensorDigest } from '../expectations/tensor-digest.js';
import type { Metrics } from '../run-event.js';
import type { Task } from '../task.js';

/** Where the measures of a phase stand; plain data. */
export interface MeasuresMemory {
  readonly counters: CounterMemory;
  readonly digest: Readonly<Record<string, HashWords>>;
}

/** What a phase measures for the expectations of its run, besides its metrics. */
export class PhaseMeasures {
  /** Layers whose spikes have to come back. */
  readonly layers: readonly string[];
  readonly #counters: SpikeCounters;
  readonly #digest: SpikeDigest;
  readonly #digests: { readonly spikes: boolean; readonly weights: boolean };

  constructor(task: Task, phase: Phase, memory?: MeasuresMemory) {
    const { counted, digests, layers } = expectedReadings(task, phase.id);
    this.layers = layers;
    this.#digests = digests;
    this.#counters = new SpikeCounters(counted, task.dt, memory?.counters);
    this.#digest = new SpikeDigest(memory?.digest);
  }

  get memory(): MeasuresMemory {
    return { counters: this.#counters.memory, digest: this.#digest.memory };
  }

  /** Adds the spikes of a chunk. @param first Number of its first presentation among those of the phase. */
  add(recorded: readonly RecordedSpikes[], place: ChunkPlace, first = 0): void {
    if (this.layers.length === 0) return;
    const own = recorded.filter(({ layer }) => this.layers.includes(layer));
    this.#counters.add(own, place);
    if (this.#digests.spikes) this.#digest.add(own, place, first);
  }

  /** What the phase leaves. @param weights Its network's at the end, where they are wanted. */
  async readings(metrics: Metrics, weights: () => Promise<readonly NamedTensor[]>): Promise<PhaseReadings> {
    const { spikes, weights: digested } = this.#digests;
    const digests = {
      ...(spikes ? { spikes: this.#digest.digest() } : {}),
      ...(digested ? { weights: tensorDigest(await weights()) } : {}),
    };
    return this.kept(metrics, digests);
  }

  /** The same where the digests are known. */
  kept(metrics: Metrics, digests: NonNullable<PhaseReadings['digests']>): PhaseReadings {
    return { metrics, counters: this.#counters, digests };
  }
}
