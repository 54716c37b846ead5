import { type Signal, type Span, sumOverSteps } from '../signal.js';
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
  /** Spikes of spiking and step units in the chunk; 0 for sign and analog units. */
  readonly spikeCount: number;
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
    const output = { values: respondStatically(sums.values, neuron), constant: sums.constant };
    return { output, spikeCount: neuron.kind === 'step' ? countSteps(output, span) : 0, trace: undefined, state };
  }
  if (state.kind === 'adaptive-lif') {
    if (neuron.kind !== 'adaptive-lif') throw mismatch(neuron, state);
    const { spikes, spikeCount, trace, state: after } = advanceAdaptiveLif(sums, state, neuron, span);
    return {
      output: { values: spikes, constant: false },
      spikeCount,
      trace,
      state: { kind: 'adaptive-lif', ...after },
    };
  }
  if (state.kind === 'synaptic-lif') {
    if (neuron.kind !== 'synaptic-lif') throw mismatch(neuron, state);
    const { current, after: last } = filterCurrent(sums, state.current, neuron.synapseDecay, span);
    const {
      spikes,
      spikeCount,
      trace,
      state: after,
    } = advanceLif({ values: current, constant: false }, state, neuron, span);
    return {
      output: { values: spikes, constant: false },
      spikeCount,
      trace,
      state: { kind: 'synaptic-lif', current: last, ...after },
    };
  }
  if (neuron.kind !== 'lif' && neuron.kind !== 'integrate-and-fire') throw mismatch(neuron, state);
  const p = neuron.kind === 'lif' ? neuron : { ...neuron, decay: 1 };
  const { spikes, spikeCount, trace, state: after } = advanceLif(sums, state, p, span);
  return { output: { values: spikes, constant: false }, spikeCount, trace, state: { kind: 'lif', ...after } };
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
 * @param reward   Reward of each spike, `[steps × units]`.
 * @param carried  From the following chunk; `noCarriedReward` for the last one.
 * @param constant Whether the sums are constant; their normed reward is then summed over the steps, `[units]`.
 */
export function rewardThroughNeurons(
  neuron: SpikingDescription,
  reward: Float64Array,
  trace: MembraneTrace,
  epsilon: number,
  carried: CarriedReward,
  constant: boolean,
): { readonly normed: Float64Array; readonly carried: CarriedReward } {
  const synaptic = neuron.kind === 'synaptic-lif';
  const membrane = rewardThroughMembrane(reward, trace, epsilon, carried.membrane, constant && !synaptic);
  if (!synaptic) return { normed: membrane.normed, carried: { membrane: membrane.carried, synapse: carried.synapse } };
  const synapse = rewardThroughSynapse(membrane.normed, neuron.synapseDecay, carried.synapse);
  const normed = constant ? sumOverSteps(synapse.normed, carried.synapse.length) : synapse.normed;
  return { normed, carried: { membrane: membrane.carried, synapse: synapse.carried } };
}

/** Active step units of a chunk; a constant output counts at every step. */
function countSteps(output: Signal, span: Span): number {
  let count = 0;
  for (let k = 0; k < output.values.length; k++) count += output.values[k]!;
  return output.constant ? count * span.steps : count;
}

function mismatch(neuron: NeuronDescription, state: NeuronState): RangeError {
  return new RangeError(`neurons of kind ${neuron.kind} cannot continue from a state of kind ${state.kind}`);
}
