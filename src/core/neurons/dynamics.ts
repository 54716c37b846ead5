import type { Signal, Span } from '../signal.js';
import { type AdaptiveLifState, advanceAdaptiveLif, restingAdaptiveLif } from './adaptive-lif.js';
import { advanceLif, type LifState, restingLif } from './lif.js';
import { type MembraneTrace, rewardThroughMembrane } from './membrane.js';
import { isSpiking, type NeuronDescription, type SpikingDescription } from './neuron.js';
import { respondStatically } from './static-units.js';
import { filterCurrent, rewardThroughSynapse } from './synaptic-current.js';

/** State of one layer's neurons between two steps. Static units have none. */
export type NeuronState =
  | { readonly kind: 'static' }
  | ({ readonly kind: 'lif' } & LifState)
  | ({ readonly kind: 'synaptic-lif'; readonly current: Float64Array } & LifState)
  | ({ readonly kind: 'adaptive-lif' } & AdaptiveLifState);

/** Outputs of one layer's neurons over a chunk. `trace` is absent for static units: they need none. */
export interface NeuronResponse {
  readonly output: Signal;
  readonly trace: MembraneTrace | undefined;
  readonly state: NeuronState;
}

/** The state in which a presentation starts: everything 0. */
export function restingState(neuron: NeuronDescription, units: number): NeuronState {
  switch (neuron.kind) {
    case 'lif':
    case 'integrate-and-fire':
      return { kind: 'lif', ...restingLif(units) };
    case 'synaptic-lif':
      return { kind: 'synaptic-lif', current: new Float64Array(units), ...restingLif(units) };
    case 'adaptive-lif':
      return { kind: 'adaptive-lif', ...restingAdaptiveLif(units) };
    default:
      return { kind: 'static' };
  }
}

/**
 * Runs one layer's neurons on their weighted sums.
 *
 * @param sums  `[steps × units]`, or constant `[units]`; a static unit's output is then constant too.
 * @param state State before the chunk, of this neuron kind; untouched.
 */
export function respond(neuron: NeuronDescription, sums: Signal, state: NeuronState, span: Span): NeuronResponse {
  if (state.kind === 'static') {
    if (isSpiking(neuron)) throw mismatch(neuron, state);
    return {
      output: { values: respondStatically(sums.values, neuron), constant: sums.constant },
      trace: undefined,
      state,
    };
  }
  if (state.kind === 'adaptive-lif') {
    if (neuron.kind !== 'adaptive-lif') throw mismatch(neuron, state);
    const { spikes, trace, state: after } = advanceAdaptiveLif(sums, state, neuron, span);
    return { output: { values: spikes, constant: false }, trace, state: { kind: 'adaptive-lif', ...after } };
  }
  if (state.kind === 'synaptic-lif') {
    if (neuron.kind !== 'synaptic-lif') throw mismatch(neuron, state);
    const { current, after: last } = filterCurrent(sums, state.current, neuron.synapseDecay, span);
    const { spikes, trace, state: after } = advanceLif({ values: current, constant: false }, state, neuron, span);
    return {
      output: { values: spikes, constant: false },
      trace,
      state: { kind: 'synaptic-lif', current: last, ...after },
    };
  }
  if (neuron.kind !== 'lif' && neuron.kind !== 'integrate-and-fire') throw mismatch(neuron, state);
  const p = neuron.kind === 'lif' ? neuron : { ...neuron, decay: 1 };
  const { spikes, trace, state: after } = advanceLif(sums, state, p, span);
  return { output: { values: spikes, constant: false }, trace, state: { kind: 'lif', ...after } };
}

/** Reward on its way back in time between two chunks of one presentation, `[units]` each. */
export interface CarriedReward {
  readonly membrane: Float64Array;
  readonly synapse: Float64Array;
}

export function noCarriedReward(units: number): CarriedReward {
  return { membrane: new Float64Array(units), synapse: new Float64Array(units) };
}

/**
 * Normed reward of the weighted sums of spiking neurons: reward of a contribution = normed reward · contribution.
 *
 * @param reward  Reward of each spike, `[steps × units]`.
 * @param carried From the following chunk; `noCarriedReward` for the last one.
 */
export function rewardThroughNeurons(
  neuron: SpikingDescription,
  reward: Float64Array,
  trace: MembraneTrace,
  epsilon: number,
  carried: CarriedReward,
): { readonly normed: Float64Array; readonly carried: CarriedReward } {
  const decay = neuron.kind === 'integrate-and-fire' ? 1 : neuron.decay;
  const membrane = rewardThroughMembrane(reward, trace, decay, epsilon, carried.membrane);
  if (neuron.kind !== 'synaptic-lif')
    return { normed: membrane.normed, carried: { membrane: membrane.carried, synapse: carried.synapse } };
  const synapse = rewardThroughSynapse(membrane.normed, neuron.synapseDecay, carried.synapse);
  return { normed: synapse.normed, carried: { membrane: membrane.carried, synapse: synapse.carried } };
}

function mismatch(neuron: NeuronDescription, state: NeuronState): RangeError {
  return new RangeError(`neurons of kind ${neuron.kind} cannot continue from a state of kind ${state.kind}`);
}
