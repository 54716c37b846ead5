import type { NetworkPlan } from '../../core/network/plan-network.js';
import { hasSpikes } from '../../core/neurons/neuron.js';
import type { ChunkReport, RecordedSpikes } from '../backend.js';
import { type ChunkSignal, eventCount, eventsOf } from './chunk-signal.js';
import type { LinearMemory } from './linear-memory.js';
import { TILE, unitAt, unitCount } from './unit-layout.js';

/** Outputs of a chunk: summed over its steps, and those of the last one; `[batch × classes]`. */
export function readOutputs(
  memory: LinearMemory,
  output: ChunkSignal,
  chunkSteps: number,
): Pick<ChunkReport, 'outputSums' | 'lastOutput'> {
  const { layout, batch, steps } = output;
  const [classes, width] = [unitCount(layout), TILE * layout.tiles];
  const outputSums = new Float64Array(batch * classes);
  const lastOutput = new Float64Array(batch * classes);
  const { offsets, units } = eventsOf(memory, output);
  const values = output.valued ? memory.floats(output.values, batch * steps * width) : undefined;
  // A constant output counts for every step.
  const times = output.constant ? chunkSteps : 1;
  for (let row = 0; row < batch * steps; row++) {
    const sample = Math.floor(row / steps);
    const isLast = row % steps === steps - 1;
    for (let event = offsets[row]!; event < offsets[row + 1]!; event++) {
      const place = units[event]!;
      const value = values ? values[row * width + place]! : 1;
      const k = sample * classes + unitAt(layout, place);
      outputSums[k]! += times * value;
      if (isLast) lastOutput[k] = value;
    }
  }
  return { outputSums, lastOutput };
}

/** Spikes of each layer of spiking or step units. */
export function spikeCounts(
  memory: LinearMemory,
  plan: NetworkPlan,
  outputs: readonly ChunkSignal[],
  chunkSteps: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    plan.layers.flatMap(({ id, neuron }, index) => {
      const output = outputs[index]!;
      return hasSpikes(neuron) ? [[id, eventCount(memory, output) * (output.constant ? chunkSteps : 1)]] : [];
    }),
  );
}

/** A layer's spikes in the host's order: rows step by step, units ascending. */
export function recordedRows(
  memory: LinearMemory,
  layer: string,
  signal: ChunkSignal,
  chunkSteps: number,
): RecordedSpikes {
  const { layout, batch, steps } = signal;
  const { tiles } = layout;
  const masks = new Uint16Array(memory.memory.buffer, signal.masks, batch * steps * tiles);
  const values = signal.valued ? memory.floats(signal.values, batch * steps * TILE * tiles) : undefined;
  const rowOffsets = new Uint32Array(batch * chunkSteps + 1);
  const found: number[] = [];
  for (let row = 0; row < batch * chunkSteps; row++) {
    const [sample, step] = [row % batch, Math.floor(row / batch)];
    const from = sample * steps + (signal.constant ? 0 : step);
    const own: number[] = [];
    for (let place = 0; place < TILE * tiles; place++) {
      const isActive = (masks[from * tiles + (place >> 4)]! >> (place & 15)) & 1;
      if (isActive && (!values || values[from * TILE * tiles + place]! > 0)) own.push(unitAt(layout, place));
    }
    if (layout.positions > 1) own.sort((a, b) => a - b);
    for (const unit of own) found.push(unit);
    rowOffsets[row + 1] = found.length;
  }
  return { layer, offsets: rowOffsets, units: Uint32Array.from(found) };
}
