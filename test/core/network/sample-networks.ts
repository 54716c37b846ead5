import type { NetworkDescription } from '../../../src/core/layers/layer.js';
import { adaptiveLif, dense, identity, lif, network, relu, synapticLif } from './small-networks.js';

/** Networks that between them use every layer and every kind of neuron with a membrane, by what is special in them. */
export const SAMPLE_NETWORKS: Readonly<Record<string, NetworkDescription>> = {
  'a stack of LIF layers': network([4], [dense('h', 6, lif), dense('g', 5, lif), dense('out', 3, lif)], 'rate'),
  'synaptic and adaptive neurons': network([4], [dense('h', 6, synapticLif), dense('out', 3, adaptiveLif)], 'rate'),
  'static units behind spiking ones': network([4], [dense('h', 6, lif), dense('out', 3, identity)], 'mean'),
  'spiking units behind static ones': network(
    [4],
    [dense('h', 6, relu), dense('out', 3, { ...lif, threshold: 0.0625 })],
    'rate',
  ),
  'a residual sum of a constant and a spiking branch': network(
    [4],
    [
      dense('still', 5, relu),
      dense('lively', 5, { ...lif, kind: 'integrate-and-fire' }, ['in']),
      { id: 'sum', kind: 'sum', from: ['still', 'lively'], neuron: lif },
      dense('out', 3, lif),
    ],
    'rate',
  ),
  'a convolution with everything around it': network(
    [1, 6, 6],
    [
      {
        id: 'conv',
        kind: 'conv2d',
        channels: 2,
        kernel: [3, 3],
        stride: [1, 1],
        padding: [1, 1],
        neuron: { ...lif, reset: 'none' },
        bias: true,
        initial: { kind: 'uniform' },
      },
      { id: 'max', kind: 'max-pool', kernel: [2, 2], stride: [2, 2] },
      { id: 'norm', kind: 'batch-norm', epsilon: 1e-5, neuron: lif },
      { id: 'mean', kind: 'average-pool', kernel: [2, 2], stride: [1, 1] },
      { id: 'flat', kind: 'flatten' },
      dense('out', 3, { ...lif, resetDelay: false }),
    ],
    'rate',
  ),
};
