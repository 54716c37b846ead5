import type { Tensors } from '../../src/core/layers/tensors.js';
import type { PlannedLayer } from '../../src/core/network/plan-network.js';
import {
  type LayerTrace,
  type NetworkTrace,
  restingNetwork,
  simulateNetwork,
} from '../../src/core/network/simulate-network.js';
import type { MembraneTrace } from '../../src/core/neurons/membrane.js';
import { isSpiking, type SpikingDescription } from '../../src/core/neurons/neuron.js';
import { type Span, signalOf } from '../../src/core/signal.js';
import type { PreparedCase, ShownCase } from './prepared-case.js';

/** Distance of every potential of a layer from where it would have answered otherwise, `[steps × units]`. */
type Distances = (step: number, unit: number) => number;

/**
 * How far each sample stays from every threshold at each step, `[steps × batch]`: the least distance of a potential of
 * any layer from its threshold (0 for step and sign units), on the oracle in float64.
 */
export function potentialMargins(
  { plan }: PreparedCase,
  tensors: Tensors,
  { chunks, labels }: ShownCase,
): Float64Array {
  const batch = labels.length;
  const margins: number[] = [];
  let states = restingNetwork(plan, batch);
  const spent = plan.layers.map(({ size }) => new Float64Array(batch * size));
  for (const { steps, input, stimuli } of chunks) {
    const span = { steps, batch };
    const signal = signalOf(input, plan.inputSize, span);
    const trace = simulateNetwork(plan, tensors, signal, states, span, undefined, stimuli);
    states = trace.states;
    margins.push(...marginsOfChunk(plan.layers, trace, spent));
  }
  return Float64Array.from(margins);
}

/** @param adaptations a of adaptive neurons before the chunk, by layer; advanced here. */
function marginsOfChunk(
  layers: readonly PlannedLayer[],
  { span, layers: traces }: NetworkTrace,
  adaptations: readonly Float64Array[],
): Float64Array {
  const least = new Float64Array(span.steps * span.batch).fill(Number.POSITIVE_INFINITY);
  layers.forEach((layer, index) => {
    const distances = distancesOf(layer, traces[index]!, span, adaptations[index]!);
    if (!distances) return;
    for (let step = 0; step < span.steps; step++)
      for (let unit = 0; unit < span.batch * layer.size; unit++) {
        const row = step * span.batch + Math.floor(unit / layer.size);
        least[row] = Math.min(least[row]!, distances(step, unit));
      }
  });
  return least;
}

function distancesOf(
  { neuron, size }: PlannedLayer,
  { result, stimulated, membrane, output }: LayerTrace,
  { batch }: Span,
  adaptation: Float64Array,
): Distances | undefined {
  const units = batch * size;
  if (isSpiking(neuron)) {
    if (neuron.kind !== 'adaptive-lif')
      return (step, unit) => membraneDistance(neuron, membrane!, step * units + unit, unit, units);
    return (step, unit) => {
      const k = step * units + unit;
      const { voltages } = membrane!;
      // With a delay what is kept is what was compared; without one nothing was pending.
      const charged = neuron.resetDelay ? voltages[k + units]! : chargeOf(membrane!, k, unit);
      const threshold = neuron.threshold + neuron.adaptation * adaptation[unit]!;
      adaptation[unit] = neuron.adaptationDecay * adaptation[unit]! + output.values[k]!;
      return Math.abs(charged - threshold);
    };
  }
  if (neuron.kind !== 'step' && neuron.kind !== 'sign') return undefined;
  const { values, constant } = stimulated ?? result.sums;
  return (step, unit) => {
    const sum = values[constant ? unit : step * units + unit]!;
    // Nothing was added up: the sum is 0 in any arithmetic.
    return sum === 0 ? Number.POSITIVE_INFINITY : Math.abs(sum);
  };
}

/** u = decay · v + I. */
function chargeOf({ voltages, currents, decay }: MembraneTrace, k: number, unit: number): number {
  return decay * voltages[k]! + currents.values[currents.constant ? unit : k]!;
}

/** Both comparisons of a step: is a reset pending, and does the neuron fire? */
function membraneDistance(
  { threshold, reset }: SpikingDescription,
  trace: MembraneTrace,
  k: number,
  unit: number,
  units: number,
): number {
  const before = trace.voltages[k]!;
  const charge = chargeOf(trace, k, unit);
  const pending = reset !== 'none' && before > threshold;
  const left = { subtract: charge - threshold, zero: 0, none: charge };
  const fires = Math.abs((pending ? left[reset] : charge) - threshold);
  if (trace.voltages.length <= k + units) throw new RangeError('a membrane trace ends before its chunk');
  return reset === 'none' ? fires : Math.min(fires, Math.abs(before - threshold));
}
