import { copiedTensors } from '../layers/tensors.js';
import type { NeuronState } from './dynamics.js';
import { isSpiking, type NeuronDescription, type SpikingDescription } from './neuron.js';

/** - `voltage` v; `current` i behind a synapse; `adaptation` a; `pending` the threshold that a reset still owes. */
export type VariableName = 'voltage' | 'current' | 'adaptation' | 'pending';

/** Variables that neurons keep from step to step, by name; units without memory have none. */
const VARIABLES: Readonly<Record<SpikingDescription['kind'], readonly VariableName[]>> = {
  lif: ['voltage'],
  'integrate-and-fire': ['voltage'],
  'synaptic-lif': ['voltage', 'current'],
  'adaptive-lif': ['voltage', 'adaptation', 'pending'],
};

/** Variables of one layer's neurons, `[batch × size]` each. */
export type NeuronVariables = Readonly<Partial<Record<VariableName, Float64Array>>>;

/** Variables of a network's neurons, by layer; layers without memory are left out. */
export type NetworkState = Readonly<Record<string, NeuronVariables>>;

/** Names of a neuron's variables, in the order in which every backend keeps them. */
export function variablesOf(neuron: NeuronDescription): readonly VariableName[] {
  return isSpiking(neuron) ? VARIABLES[neuron.kind] : [];
}

/** The variables of a state. Copies. */
export function variablesIn(state: NeuronState): NeuronVariables {
  const { kind: _, ...variables } = state;
  return copiedTensors(variables);
}

/** The state with these variables. Copies. */
export function stateWith(neuron: NeuronDescription, variables: NeuronVariables): NeuronState {
  const kind = isSpiking(neuron) ? (neuron.kind === 'integrate-and-fire' ? 'lif' : neuron.kind) : 'static';
  const own = Object.fromEntries(variablesOf(neuron).map((name) => [name, variables[name]!.slice()]));
  return { kind, ...own } as NeuronState;
}
