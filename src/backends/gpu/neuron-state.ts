import type { SpikingDescription } from '../../core/neurons/neuron.js';
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

const EXTRA = {
  lif: [],
  'integrate-and-fire': [],
  'synaptic-lif': ['current'],
  'adaptive-lif': ['adaptation', 'pending'],
} as const;

/** A layer at rest: everything 0. */
export async function restingState(
  neuron: SpikingDescription,
  batch: number,
  size: number,
  scope: HandleScope,
): Promise<DeviceState> {
  const rest = () => zeros(batch, size, scope);
  const state: Record<string, DeviceMatrix> = {};
  for (const name of EXTRA[neuron.kind]) state[name] = await rest();
  return { ...state, voltage: await rest() };
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
