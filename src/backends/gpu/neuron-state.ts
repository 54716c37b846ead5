import type { NetworkPlan } from '../../core/network/plan-network.js';
import { isSpiking, type SpikingDescription } from '../../core/neurons/neuron.js';
import {
  type NetworkState,
  type NeuronVariables,
  type VariableName,
  variablesOf,
} from '../../core/neurons/neuron-variables.js';
import type { DeviceSignal } from './device-signal.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** What a layer keeps between two chunks, `[batch]` rows each; a LIF keeps its voltage only. */
export interface DeviceState {
  readonly voltage: DeviceMatrix;
  /** Behind a synapse: its current. */
  readonly current?: DeviceMatrix;
  /** Of an adaptive threshold: the decaying count of own spikes, and the threshold that a reset still owes. */
  readonly adaptation?: DeviceMatrix;
  readonly pending?: DeviceMatrix;
}

/** What a membrane leaves for feedback. */
export interface DeviceTrace {
  /** Membrane after each step. */
  readonly voltages: DeviceMatrix;
  /** Membrane before the chunk. */
  readonly before: DeviceMatrix;
  /** What charged it. */
  readonly currents: DeviceSignal;
  /** 0 where an owed reset to zero discarded the charge; neurons with adaptive thresholds only. */
  readonly free?: DeviceMatrix;
}

/** Reward on its way back in time, `[batch]` rows each. */
export interface CarriedReward {
  readonly membrane: DeviceMatrix;
  readonly synapse?: DeviceMatrix;
}

/** Puts the variables of all layers on the device; at rest unless a state is given. Undefined for layers without memory. */
export async function uploadedStates(
  { layers }: NetworkPlan,
  batch: number,
  before: NetworkState | undefined,
  scope: HandleScope,
): Promise<readonly (DeviceState | undefined)[]> {
  const states: (DeviceState | undefined)[] = [];
  for (const { id, neuron, size } of layers) {
    const state: Partial<Record<VariableName, DeviceMatrix>> = {};
    for (const name of variablesOf(neuron)) {
      const values = before?.[id]?.[name] ?? new Float64Array(batch * size);
      state[name] = await scope.upload(values, { rows: batch, columns: size });
    }
    states.push(isSpiking(neuron) ? (state as DeviceState) : undefined);
  }
  return states;
}

/** The variables of all layers that have some, as the device has them. */
export async function downloadedStates(
  { layers }: NetworkPlan,
  states: readonly (DeviceState | undefined)[],
  scope: HandleScope,
): Promise<NetworkState> {
  const all: Record<string, NeuronVariables> = {};
  for (const [index, { id }] of layers.entries()) {
    const variables: Partial<Record<VariableName, Float64Array>> = {};
    for (const [name, matrix] of Object.entries(states[index] ?? {}))
      variables[name as VariableName] = Float64Array.from(await scope.read(matrix));
    if (states[index]) all[id] = variables;
  }
  return all;
}

/** No reward from a later chunk. */
export async function noCarriedReward(
  neuron: SpikingDescription,
  batch: number,
  size: number,
  scope: HandleScope,
): Promise<CarriedReward> {
  const membrane = await zeros(batch, size, scope);
  return neuron.kind === 'synaptic-lif' ? { membrane, synapse: await zeros(batch, size, scope) } : { membrane };
}

export function zeros(rows: number, columns: number, scope: HandleScope): Promise<DeviceMatrix> {
  return scope.upload(new Float32Array(rows * columns), { rows, columns });
}

/** The matrices of a record, those that it does not have left out. */
export function matricesOf(record: DeviceState | CarriedReward | undefined): readonly DeviceMatrix[] {
  return Object.values(record ?? {});
}
