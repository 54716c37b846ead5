import type { RecordedSpikes } from '../../backends/backend.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import { chargingCurrent } from '../../core/neurons/charging-current.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import type { RecordedPiece, SpikePiece, TracePiece } from '../../record/recording.js';
import { isAmong, recordedLayers, recordedUnits } from '../../scenario/recorded-spikes.js';
import type { Recording } from '../../scenario/scenario.js';
import type { ShownPiece } from './step-course.js';

/** Whose spikes and traces these are. */
export interface RecordedOf {
  readonly phase: string;
  readonly sample?: number;
  readonly label?: number;
}

/** Layers whose spikes a recording needs: those that it keeps, and those that a reset may have taken a current's charge from. */
export function layersToSee({ spikes, traces }: Recording): readonly string[] {
  const charged = traces.flatMap(({ variable, nodes }) => (variable === 'current' ? [nodes.layer] : []));
  return [...new Set([...recordedLayers(spikes), ...charged])];
}

/** Collects what one sample, or a free run, records, piece by piece, and hands it over in stretches. */
export class PieceRecorder {
  readonly #record: Recording;
  readonly #of: RecordedOf;
  readonly #sizes: (layer: string) => number;
  readonly #plan: () => NetworkPlan;
  #spikes = new Map<string, { times: number[]; units: number[]; recorded: SpikePiece['recorded'] | undefined }>();
  #traces: number[][] = [];
  #from = 0;
  #steps = 0;
  #before: ShownPiece['state'];

  /** @param plan The network's at the piece that is added; sizes and kinds of neurons do not change. @param from First step. */
  constructor(record: Recording, of: RecordedOf, plan: () => NetworkPlan, from = 0, before?: ShownPiece['state']) {
    this.#record = record;
    this.#of = of;
    this.#plan = plan;
    const { inputSize, layers } = plan();
    this.#sizes = (layer) => layers.find(({ id }) => id === layer)?.size ?? inputSize;
    this.#from = from;
    this.#before = before;
    this.#clear();
  }

  add({ first, steps, report, state, before }: ShownPiece): void {
    for (const { layer, offsets, units } of report.recorded) {
      const own = this.#spikes.get(layer);
      if (!own) continue;
      for (let row = 0; row < steps; row++)
        for (let k = offsets[row]!; k < offsets[row + 1]!; k++) {
          const unit = units[k]!;
          if (own.recorded && !isAmong(own.recorded, unit)) continue;
          own.times.push(first + row);
          own.units.push(unit);
        }
    }
    this.#before = before ?? this.#before;
    if (state) this.#trace(state, report.recorded);
    this.#steps += steps;
  }

  /** What has been recorded since the last time. */
  take(): readonly RecordedPiece[] {
    const [from, steps] = [this.#from, this.#steps];
    if (steps === 0) return [];
    const spikes = [...this.#spikes].map(([layer, { times, units, recorded }]): SpikePiece => {
      const arrays = { times: Uint32Array.from(times), units: Uint32Array.from(units) };
      const some = recorded ? { recorded } : {};
      return { kind: 'spikes', ...this.#of, layer, size: this.#sizes(layer), ...some, from, steps, ...arrays };
    });
    const traces = this.#record.traces.map(({ variable, nodes }, k): TracePiece => {
      const place = { layer: nodes.layer, variable, first: nodes.from, count: nodes.to - nodes.from };
      return { kind: 'trace', ...this.#of, ...place, from, values: Float32Array.from(this.#traces[k]!) };
    });
    this.#from = from + steps;
    this.#clear();
    return [...spikes, ...traces];
  }

  #clear(): void {
    this.#steps = 0;
    const { spikes } = this.#record;
    this.#spikes = new Map(
      recordedLayers(spikes).map((layer) => [layer, { times: [], units: [], recorded: recordedUnits(spikes, layer) }]),
    );
    this.#traces = this.#record.traces.map(() => []);
  }

  #trace(state: NonNullable<ShownPiece['state']>, recorded: readonly RecordedSpikes[]): void {
    const { layers } = this.#plan();
    this.#record.traces.forEach(({ variable, nodes }, k) => {
      const values = this.#traces[k]!;
      const now = state[nodes.layer]!;
      const { neuron } = layers.find(({ id }) => id === nodes.layer)!;
      if (!isSpiking(neuron)) throw new RangeError(`units of "${nodes.layer}" have no membrane`);
      for (let unit = nodes.from; unit < nodes.to; unit++)
        values.push(
          variable === 'current'
            ? chargingCurrent(neuron, this.#before?.[nodes.layer], now, unit, hasSpike(recorded, nodes.layer, unit))
            : now[variable]![unit]!,
        );
    });
    this.#before = state;
  }
}

/** Whether a unit fired in a piece of one step. */
function hasSpike(recorded: readonly RecordedSpikes[], layer: string, unit: number): boolean {
  return recorded.find((spikes) => spikes.layer === layer)?.units.includes(unit) ?? false;
}
