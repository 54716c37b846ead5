import type { Initializer } from '../../../src/core/initializers.js';
import type { LayerDescription, NetworkDescription, Readout } from '../../../src/core/layers/layer.js';
import type { LifDescription, NeuronDescription } from '../../../src/core/neurons/neuron.js';

const uniform: Initializer = { kind: 'uniform' };

export function dense(id: string, size: number, neuron: NeuronDescription, from?: readonly string[]): LayerDescription {
  return { id, kind: 'dense', size, neuron, bias: true, initial: uniform, ...(from ? { from } : {}) };
}

export function network(
  shape: readonly number[],
  layers: readonly LayerDescription[],
  readout: Readout = 'last',
): NetworkDescription {
  return { input: { id: 'in', shape }, layers, readout };
}

export const lif: LifDescription = { kind: 'lif', decay: 0.5, threshold: 0.25, reset: 'subtract', resetDelay: true };
export const synapticLif: NeuronDescription = { ...lif, kind: 'synaptic-lif', synapseDecay: 0.75 };
export const adaptiveLif: NeuronDescription = {
  ...lif,
  kind: 'adaptive-lif',
  reset: 'zero',
  adaptation: 0.25,
  adaptationDecay: 0.5,
};
export const relu: NeuronDescription = { kind: 'relu' };
export const identity: NeuronDescription = { kind: 'identity' };
