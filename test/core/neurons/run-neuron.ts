import { respond, restingState } from '../../../src/core/neurons/dynamics.js';
import type { SpikingDescription } from '../../../src/core/neurons/neuron.js';
import { membraneTables } from './membrane-tables.js';

/** What one neuron does when it is driven from rest, as plain lists: one entry a step. */
export function runNeuron(neuron: SpikingDescription, currents: readonly number[]) {
  const sums = { values: Float64Array.from(currents), constant: false };
  const span = { steps: currents.length, batch: 1 };
  const { output, trace, state } = respond(neuron, sums, restingState(neuron, 1), span);
  if (state.kind === 'static' || !trace) throw new Error(`${neuron.kind} has no membrane`);
  const { movement, discarded } = membraneTables(trace, 1);
  return {
    spikes: [...output.values],
    /** The membrane before every step, then after the last one. */
    voltage: [...trace.voltages],
    movement: [...movement],
    discarded: [...(discarded ?? [])],
  };
}

export function repeated(current: number, steps: number): number[] {
  return Array<number>(steps).fill(current);
}
