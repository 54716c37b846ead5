import type { NetworkTrace } from '../../core/network/simulate-network.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import type { Look, NeuronPlace } from './look.js';

/**
 * Membranes of some neurons after each step of a presentation of one sample; those without a membrane are left out.
 *
 * The threshold is the neuron's own: that of an adaptive one is where it starts.
 */
export function voltagesOf({ plan, layers, span }: NetworkTrace, places: readonly NeuronPlace[]): Look['voltages'] {
  const found = places.flatMap(({ layer, unit }) => {
    const index = plan.layers.findIndex(({ id }) => id === layer);
    const membrane = layers[index]?.membrane;
    const planned = plan.layers[index];
    if (!membrane || !planned || !isSpiking(planned.neuron)) return [];
    const { size, neuron } = planned;
    return [{ layer, unit, threshold: neuron.threshold, voltages: membrane.voltages, size }];
  });
  const values = new Float32Array(found.length * span.steps);
  found.forEach(({ voltages, size, unit }, n) => {
    // Row 0 is the state before the first step.
    for (let step = 0; step < span.steps; step++) values[n * span.steps + step] = voltages[(step + 1) * size + unit]!;
  });
  return { neurons: found.map(({ layer, unit, threshold }) => ({ layer, unit, threshold })), values };
}
