import type { LayerTrace } from '../network/simulate-network.js';
import type { NeuronState } from '../neurons/dynamics.js';
import { isSpiking, type NeuronDescription, type SpikingDescription } from '../neurons/neuron.js';
import { rewardThroughSynapse } from '../neurons/synaptic-current.js';
import { sumOverSteps } from '../signal.js';
import { type AdaptiveCarry, errorThroughAdaptive } from './adaptive-error.js';
import { errorThroughMembrane } from './membrane-error.js';
import { staticDerivative } from './static-derivative.js';

/** An error on its way back in time between two chunks of one presentation, `[units]` each. */
export interface CarriedError extends AdaptiveCarry {
  readonly synapse: Float64Array;
}

export function noCarriedError(units: number): CarriedError {
  return {
    membrane: new Float64Array(units),
    adaptation: new Float64Array(units),
    synapse: new Float64Array(units),
  };
}

/**
 * From the error of a layer's output to the error of its sums.
 *
 * @param error     Minus the gradient of the loss by the output, shaped as the output.
 * @param before    State of the layer before the chunk.
 * @param jump      Takes the place of the derivative of a spike or step, see `surrogateDerivative`.
 * @param carried   From the following chunk; `noCarriedError` for the last one.
 * @returns `error`: shaped as the sums (summed over the steps where they are constant); `carried`: for the chunk before.
 */
export function errorThroughNeurons(
  neuron: NeuronDescription,
  error: Float64Array,
  trace: LayerTrace,
  before: NeuronState,
  jump: (distance: number) => number,
  carried: CarriedError,
): { readonly error: Float64Array; readonly carried: CarriedError } {
  const { sums } = trace.result;
  if (isSpiking(neuron)) {
    const back = throughSpikes(neuron, error, trace, before, jump, carried);
    return sums.constant ? { ...back, error: sumOverSteps(back.error, sums.values.length) } : back;
  }
  const derivative = staticDerivative(neuron, jump);
  const driving = trace.stimulated ?? sums;
  const own = error.map((e, k) => e * derivative(driving.values[k]!));
  return { error: sums.constant && !driving.constant ? sumOverSteps(own, sums.values.length) : own, carried };
}

function throughSpikes(
  neuron: SpikingDescription,
  error: Float64Array,
  { membrane, output }: LayerTrace,
  before: NeuronState,
  jump: (distance: number) => number,
  carried: CarriedError,
): { readonly error: Float64Array; readonly carried: CarriedError } {
  const trace = membrane!;
  if (neuron.kind === 'adaptive-lif') {
    const { adaptation } = before as NeuronState & { kind: 'adaptive-lif' };
    const back = errorThroughAdaptive(error, trace, output.values, adaptation, neuron, jump, carried);
    return { error: back.error, carried: { ...carried, ...back.carried } };
  }
  const parameters = neuron.kind === 'integrate-and-fire' ? { ...neuron, decay: 1 } : neuron;
  const back = errorThroughMembrane(error, trace, parameters, jump, carried.membrane);
  if (neuron.kind !== 'synaptic-lif') return { error: back.error, carried: { ...carried, membrane: back.carried } };
  // A synapse is a linear relay: error takes the same way as normed reward.
  const synapse = rewardThroughSynapse(back.error, neuron.synapseDecay, carried.synapse);
  return { error: synapse.normed, carried: { ...carried, membrane: back.carried, synapse: synapse.carried } };
}
