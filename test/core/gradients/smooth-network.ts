import type { Tensors } from '../../../src/core/layers/tensors.js';
import type { NetworkPlan } from '../../../src/core/network/plan-network.js';
import { type LayerTrace, type NetworkTrace, restingNetwork } from '../../../src/core/network/simulate-network.js';
import type { SpikingDescription } from '../../../src/core/neurons/neuron.js';
import { filterCurrent } from '../../../src/core/neurons/synaptic-current.js';
import type { Signal, Span } from '../../../src/core/signal.js';

// A stand-in whose gradient by differences is what a surrogate gradient is meant to be: spikes are σ(slope · distance)
// on their way to other layers and into the adaptation, while resets stay jumps and take what they took before, so that
// differences see them as constants.

/** What the resets of each layer take away at each step, as recorded by an unchanged run. */
export type Taken = readonly Float64Array[];

interface Smooth {
  readonly trace: NetworkTrace;
  readonly taken: Taken;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Runs layers of spiking neurons. `taken` given: resets take just that. */
export function simulateSmoothly(
  plan: NetworkPlan,
  tensors: Tensors,
  input: Signal,
  span: Span,
  slope: number,
  taken?: Taken,
): Smooth {
  const layers: LayerTrace[] = [];
  const recorded: Float64Array[] = [];
  plan.layers.forEach((layer, index) => {
    const inputs = layer.sources.map((source) => (source < 0 ? input : layers[source]!.output));
    const result = layer.operation.sums(inputs, tensors, span);
    const made = advance(layer.neuron as SpikingDescription, result.sums, span, slope, taken?.[index]);
    recorded.push(made.taken);
    const output = { values: made.spikes, constant: false };
    layers.push({ inputs, result, taken: false, membrane: made.trace, output, spikeCount: 0 });
  });
  return { trace: { plan, tensors, span, layers, states: restingNetwork(plan, span.batch) }, taken: recorded };
}

function advance(
  neuron: SpikingDescription,
  sums: Signal,
  span: Span,
  slope: number,
  frozen: Float64Array | undefined,
) {
  const units = sums.values.length / (sums.constant ? 1 : span.steps);
  const decay = neuron.kind === 'integrate-and-fire' ? 1 : neuron.decay;
  const currents =
    neuron.kind === 'synaptic-lif'
      ? {
          values: filterCurrent(sums, new Float64Array(units), neuron.synapseDecay, span).current,
          constant: false,
        }
      : sums;
  const voltages = new Float64Array((span.steps + 1) * units);
  const spikes = new Float64Array(span.steps * units);
  // Before and behind the spike: what a pending reset took from the charge, and what one at once took from the membrane.
  const taken = frozen ?? new Float64Array(2 * spikes.length);
  const discarded = new Uint8Array(spikes.length);
  const adaptation = new Float64Array(units);
  const pending = new Float64Array(units);
  for (let k = 0; k < spikes.length; k++) {
    const unit = k % units;
    const charge = decay * voltages[k]! + currents.values[currents.constant ? unit : k]!;
    const rise = neuron.kind === 'adaptive-lif' ? neuron.adaptation * adaptation[unit]! : 0;
    const threshold = neuron.threshold + rise;
    const zeroes = neuron.reset === 'zero';
    // Adaptive neurons remember the threshold that was crossed; the others look whether the membrane still stands above.
    const owed = neuron.kind === 'adaptive-lif' ? pending[unit]! : above(voltages[k]!, neuron);
    if (owed !== 0 && zeroes) discarded[k] = 1;
    if (!frozen) taken[2 * k] = owed;
    const left = discarded[k] === 1 ? 0 : charge - (zeroes ? 0 : taken[2 * k]!);
    const fired = left - threshold > 0;
    spikes[k] = sigmoid(slope * (left - threshold));
    const crossed = fired && neuron.reset !== 'none' ? threshold : 0;
    pending[unit] = neuron.resetDelay ? crossed : 0;
    if (!frozen) taken[2 * k + 1] = neuron.resetDelay ? 0 : crossed - owed;
    const atOnce = !neuron.resetDelay && fired && zeroes;
    voltages[k + units] = atOnce ? 0 : left - (zeroes ? 0 : taken[2 * k + 1]!);
    if (neuron.kind === 'adaptive-lif') adaptation[unit] = neuron.adaptationDecay * adaptation[unit]! + spikes[k]!;
  }
  const trace = { voltages, currents, decay, ...(neuron.reset === 'zero' ? { discarded } : {}) };
  return { spikes, trace, taken };
}

/** The threshold where the membrane stands above it before the step, else 0. */
function above(voltage: number, { threshold, reset }: SpikingDescription): number {
  return reset !== 'none' && voltage - threshold > 0 ? threshold : 0;
}
