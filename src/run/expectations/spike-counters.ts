import type { RecordedSpikes } from '../../backends/backend.js';
import type { Window } from '../../scenario/expectations/measurement.js';
import type { Nodes } from '../../scenario/phases/nodes.js';
import { countOf, nodesText } from '../../scenario/phases/read-nodes.js';
import type { ChunkPlace } from './chunk-place.js';

/** Spikes of these nodes in these steps of every presentation of a phase. */
export interface Counted {
  readonly nodes: Nodes;
  readonly window: Window;
}

/** Where counters stand, in the order in which they were asked for; plain data. */
export interface CounterMemory {
  readonly presentations: number;
  readonly spikes: readonly number[];
}

/** Tells one of them from others. */
export function countedKey({ nodes, window: [from, to] }: Counted): string {
  return `${nodesText(nodes)} ${from}:${to}`;
}

/** Counts the spikes that a phase's expectations ask for, chunk by chunk: one number for each of them is all that is kept. */
export class SpikeCounters {
  readonly #counts: Map<string, { readonly counted: Counted; spikes: number }>;
  readonly #dt: number;
  #presentations: number;

  /** @param dt Seconds of a step. @param memory Of another one of the same phase, to go on from there. */
  constructor(counted: readonly Counted[], dt: number, memory?: CounterMemory) {
    this.#counts = new Map(
      counted.map((one, k) => [countedKey(one), { counted: one, spikes: memory?.spikes[k] ?? 0 }]),
    );
    this.#dt = dt;
    this.#presentations = memory?.presentations ?? 0;
  }

  /** Where it stands. */
  get memory(): CounterMemory {
    return { presentations: this.#presentations, spikes: [...this.#counts.values()].map(({ spikes }) => spikes) };
  }

  /** Adds the spikes of a chunk; one that begins at step 0 begins new presentations. */
  add(recorded: readonly RecordedSpikes[], place: ChunkPlace): void {
    if (place.from === 0) this.#presentations += place.batch;
    for (const count of this.#counts.values())
      for (const spikes of recorded) count.spikes += spikesOf(count.counted, spikes, place);
  }

  /** Spikes of all these nodes in the window, over all presentations; undefined when they are not counted here. */
  spikes(nodes: Nodes, window: Window): number | undefined {
    return this.#counts.get(countedKey({ nodes, window }))?.spikes;
  }

  /**
   * Firing rate: `spikes / (nodes · seconds · presentations)`.
   *
   * @returns Hz; undefined when they are not counted here, NaN before anything was shown.
   */
  rate(nodes: Nodes, window: Window): number | undefined {
    const seconds = (window[1] - window[0]) * this.#dt;
    const spikes = this.spikes(nodes, window);
    return spikes === undefined ? undefined : spikes / (countOf(nodes) * seconds * this.#presentations);
  }
}

function spikesOf({ nodes, window }: Counted, { layer, offsets, units }: RecordedSpikes, place: ChunkPlace): number {
  const ranges = nodes.filter((range) => range.layer === layer);
  if (ranges.length === 0) return 0;
  const { from, batch } = place;
  const last = Math.min((window[1] - from) * batch, offsets.length - 1);
  let count = 0;
  for (let row = Math.max(0, (window[0] - from) * batch); row < last; row++)
    for (let k = offsets[row]!; k < offsets[row + 1]!; k++) {
      const unit = units[k]!;
      if (ranges.some((range) => range.from <= unit && unit < range.to)) count++;
    }
  return count;
}
