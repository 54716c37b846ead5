import { evaluateExpression } from '../../scenario/expressions/evaluate-expression.js';
import type { Reading } from '../../scenario/expressions/expression.js';
import type { Guard } from '../../scenario/phases/guard.js';
import type { Nodes } from '../../scenario/phases/nodes.js';
import { countOf } from '../../scenario/phases/read-nodes.js';
import { metricOf } from '../../scenario/phases/readings.js';
import type { Metrics } from '../run-event.js';
import type { ShownPiece } from './step-course.js';
import type { PlacedEvent } from './timeline.js';

/** A guard of a free run with what it has to remember. */
interface Watched {
  readonly guard: Guard;
  /** Spikes of the nodes of each reading in the last steps of the window, a ring by step. */
  readonly counts: ReadonlyMap<Reading, Float64Array>;
}

/** Plain data to go on from. */
export type GuardMemory = Readonly<Record<string, readonly (readonly number[])[]>>;

/** The guards of a free run: what their readings are, step by step. */
export class StepGuards {
  readonly #watched = new Map<number, Watched>();
  readonly #dt: number;
  readonly #phases: Readonly<Record<string, Metrics>>;
  #state: ShownPiece['state'];

  /**
   * @param guardOf Compiles a guard.
   * @param dt      Seconds of a step.
   * @param phases  Metrics of the phases before.
   * @param at      Where they go on: what they remember, and the neurons as they are before the next step. Without these:
   *   nothing, at rest.
   */
  constructor(
    events: readonly PlacedEvent[],
    guardOf: (text: string) => Guard,
    dt: number,
    phases: Readonly<Record<string, Metrics>>,
    {
      rings: memory = {},
      state,
    }: { readonly rings?: GuardMemory | undefined; readonly state?: ShownPiece['state'] } = {},
  ) {
    this.#dt = dt;
    this.#phases = phases;
    this.#state = state;
    for (const { event, index } of events) {
      if (event.when === undefined) continue;
      const guard = guardOf(event.when);
      const rings = [...guard.nodes.keys()].map((reading, k) => {
        const kept = memory[index]?.[k];
        return [reading, kept ? Float64Array.from(kept) : new Float64Array(event.window)] as const;
      });
      this.#watched.set(index, { guard, counts: new Map(rings) });
    }
  }

  get memory(): GuardMemory {
    return Object.fromEntries(
      [...this.#watched].map(([index, { counts }]) => [index, [...counts.values()].map((ring) => [...ring])]),
    );
  }

  /** Layers whose spikes have to be known. */
  get layers(): readonly string[] {
    const nodes = [...this.#watched.values()].flatMap(({ guard }) => [...guard.nodes.values()].flat());
    return [...new Set(nodes.map(({ layer }) => layer))];
  }

  /** Whether membranes have to be known. */
  get readsMembranes(): boolean {
    return [...this.#watched.values()].some(({ guard }) =>
      [...guard.nodes.keys()].some(({ name }) => name === 'voltage'),
    );
  }

  /** Takes in what a piece of one sample did. */
  observe({ first, steps, report, state }: Pick<ShownPiece, 'first' | 'steps' | 'report' | 'state'>): void {
    this.#state = state ?? this.#state;
    for (const { guard, counts } of this.#watched.values())
      for (const [reading, ring] of counts) {
        const nodes = guard.nodes.get(reading)!;
        for (let step = first; step < first + steps; step++)
          ring[step % ring.length] = spikesAt(report.recorded, nodes, step - first);
      }
  }

  /** Whether the guard of an event holds before a step. */
  holds(index: number, step: number): boolean {
    const watched = this.#watched.get(index);
    if (!watched) return true;
    return Boolean(evaluateExpression(watched.guard.expression, (reading) => this.#read(reading, watched, step)));
  }

  #read(reading: Reading, { guard, counts }: Watched, step: number): number | boolean {
    if (reading.phase !== undefined) return this.#phases[reading.phase]?.[metricOf(reading) ?? ''] ?? Number.NaN;
    // As a file would write it: 49 steps of 0.1 ms are 4.9 ms, not one bit more.
    if (reading.name === 'time') return Number((step * this.#dt).toPrecision(12));
    const nodes = guard.nodes.get(reading)!;
    if (reading.name === 'voltage') return this.#meanVoltage(nodes);
    const ring = counts.get(reading)!;
    const spikes = ring.reduce((sum, count) => sum + count, 0);
    if (reading.name === 'spikes') return spikes;
    if (reading.name === 'silent') return spikes === 0;
    return spikes / (countOf(nodes) * Math.min(step, ring.length) * this.#dt);
  }

  #meanVoltage(nodes: Nodes): number {
    let sum = 0;
    for (const { layer, from, to } of nodes)
      for (let unit = from; unit < to; unit++) sum += this.#state?.[layer]?.voltage?.[unit] ?? 0;
    return sum / countOf(nodes);
  }
}

function spikesAt(recorded: ShownPiece['report']['recorded'], nodes: Nodes, row: number): number {
  let count = 0;
  for (const { layer, offsets, units } of recorded) {
    const ranges = nodes.filter((range) => range.layer === layer);
    for (let k = offsets[row]!; k < offsets[row + 1]!; k++)
      if (ranges.some(({ from, to }) => from <= units[k]! && units[k]! < to)) count++;
  }
  return count;
}
