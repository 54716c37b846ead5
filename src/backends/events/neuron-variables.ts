import { type NetworkState, type NeuronVariables, variablesOf } from '../../core/neurons/neuron-variables.js';
import type { DeviceLayer, DeviceNetwork } from './device-network.js';
import type { LinearMemory } from './linear-memory.js';
import { placeOf, TILE } from './unit-layout.js';

// The variables of a layer's neurons are kept as f32 `[batch][tile][variable][16]`.

/**
 * Makes room for the variables of all neurons, at rest unless a state is given.
 *
 * @returns The address of each layer's.
 */
export function startState(
  memory: LinearMemory,
  { layers }: DeviceNetwork,
  batch: number,
  state: NetworkState | undefined,
): readonly number[] {
  return layers.map((layer) => {
    const address = memory.clear(4 * floatsOf(layer, batch));
    const before = state?.[layer.planned.id];
    if (before) writeVariables(memory.floats(address, floatsOf(layer, batch)), layer, batch, before);
    return address;
  });
}

/** What is there now, by layer. Copies. */
export function readState(
  memory: LinearMemory,
  { layers }: DeviceNetwork,
  addresses: readonly number[],
  batch: number,
): NetworkState {
  return Object.fromEntries(
    layers.flatMap((layer, index) => {
      const floats = floatsOf(layer, batch);
      if (floats === 0 || addresses.length === 0) return [];
      return [[layer.planned.id, readVariables(memory.floats(addresses[index]!, floats), layer, batch)]];
    }),
  );
}

function floatsOf({ planned, layout }: DeviceLayer, batch: number): number {
  return TILE * layout.tiles * batch * variablesOf(planned.neuron).length;
}

/** Where a unit's first variable is, counted in float32; the next ones follow a tile apart. */
function firstVariable({ planned, layout }: DeviceLayer, sample: number, unit: number): number {
  const place = placeOf(layout, unit);
  const line = sample * layout.tiles + Math.floor(place / TILE);
  return line * TILE * variablesOf(planned.neuron).length + (place % TILE);
}

function writeVariables(floats: Float32Array, layer: DeviceLayer, batch: number, state: NeuronVariables): void {
  const { neuron, size } = layer.planned;
  for (const [k, name] of variablesOf(neuron).entries())
    for (let sample = 0, n = 0; sample < batch; sample++)
      for (let unit = 0; unit < size; unit++, n++)
        floats[firstVariable(layer, sample, unit) + k * TILE] = state[name]![n]!;
}

function readVariables(floats: Float32Array, layer: DeviceLayer, batch: number): NeuronVariables {
  const { neuron, size } = layer.planned;
  const read = (k: number): Float64Array => {
    const values = new Float64Array(batch * size);
    for (let sample = 0, n = 0; sample < batch; sample++)
      for (let unit = 0; unit < size; unit++, n++) values[n] = floats[firstVariable(layer, sample, unit) + k * TILE]!;
    return values;
  };
  return Object.fromEntries(variablesOf(neuron).map((name, k) => [name, read(k)]));
}
