import type { LayerDescription, NetworkDescription, Readout } from '../../src/core/layers/layer.js';
import type { Tensors } from '../../src/core/layers/tensors.js';
import { fromExchangeLayout, tensorPlans } from '../../src/core/network/initial-tensors.js';
import { type NetworkPlan, planNetwork } from '../../src/core/network/plan-network.js';
import type { NeuronDescription } from '../../src/core/neurons/neuron.js';
import { flat } from './vector-folder.js';

const weighted = { bias: true, initial: { kind: 'uniform' } } as const;

export function denseLayer(id: string, size: number, neuron: NeuronDescription): LayerDescription {
  return { id, kind: 'dense', size, neuron, ...weighted };
}

export function convLayer(
  id: string,
  channels: number,
  kernel: number,
  padding: number,
  neuron: NeuronDescription,
): LayerDescription {
  return {
    id,
    kind: 'conv2d',
    channels,
    kernel: [kernel, kernel],
    stride: [1, 1],
    padding: [padding, padding],
    neuron,
    ...weighted,
  };
}

export function network(shape: readonly number[], layers: readonly LayerDescription[], readout: Readout): NetworkPlan {
  const description: NetworkDescription = { input: { id: 'in', shape }, layers, readout };
  return planNetwork(description);
}

/** Reference tensors (exchange layout) by name, as the core stores them. Every tensor of the plan must be given. */
export function tensorsFrom(plan: NetworkPlan, given: Readonly<Record<string, unknown>>): Tensors {
  return Object.fromEntries(
    tensorPlans(plan).map((tensor) => {
      if (!(tensor.name in given)) throw new Error(`the reference lacks ${tensor.name}`);
      return [tensor.name, fromExchangeLayout(tensor, flat(given[tensor.name]))];
    }),
  );
}
