import type { NeuronDescription } from '../../core/neurons/neuron.js';
import { type NeuronVariables, variablesOf } from '../../core/neurons/neuron-variables.js';
import type { LinearMemory } from './linear-memory.js';
import { placeOf, TILE, type UnitLayout } from './unit-layout.js';

/** Where the variables of a layer's neurons are kept: f32 `[batch][tile][variable][16]`. */
export interface StateBlock {
  readonly address: number;
  readonly neuron: NeuronDescription;
  readonly layout: UnitLayout;
  readonly size: number;
}

/** Bytes of a layer's state between two chunks. */
export function stateBytes(neuron: NeuronDescription, { tiles }: UnitLayout, batch: number): number {
  return 4 * TILE * tiles * batch * variablesOf(neuron).length;
}

/** Index in float32 of a unit's first variable, and the stride from one variable to the next is a tile. */
function firstVariable({ neuron, layout }: StateBlock, sample: number, unit: number): number {
  const place = placeOf(layout, unit);
  const line = sample * layout.tiles + Math.floor(place / TILE);
  return line * TILE * variablesOf(neuron).length + (place % TILE);
}

export function writeVariables(memory: LinearMemory, block: StateBlock, batch: number, state: NeuronVariables): void {
  const floats = memory.floats(block.address, stateBytes(block.neuron, block.layout, batch) / 4);
  for (const [k, name] of variablesOf(block.neuron).entries())
    for (let sample = 0, n = 0; sample < batch; sample++)
      for (let unit = 0; unit < block.size; unit++, n++)
        floats[firstVariable(block, sample, unit) + k * TILE] = state[name]![n]!;
}

export function readVariables(memory: LinearMemory, block: StateBlock, batch: number): NeuronVariables {
  const floats = memory.floats(block.address, stateBytes(block.neuron, block.layout, batch) / 4);
  const read = (k: number): Float64Array => {
    const values = new Float64Array(batch * block.size);
    for (let sample = 0, n = 0; sample < batch; sample++)
      for (let unit = 0; unit < block.size; unit++, n++)
        values[n] = floats[firstVariable(block, sample, unit) + k * TILE]!;
    return values;
  };
  return Object.fromEntries(variablesOf(block.neuron).map((name, k) => [name, read(k)]));
}
