import { batchNorm, conv2d, dense, flatten, pool, sum } from '../../../src/core/layers/describe-layer.js';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { type NeuronDescription, neuron } from '../../../src/core/neurons/neuron.js';
import { type ContractCase, contractCase, networkOf, SGD } from './contract-case.js';

const lif = neuron('lif', { threshold: 0.375 });
const relu: NeuronDescription = { kind: 'relu' };
const identity: NeuronDescription = { kind: 'identity' };

/** Maps, then spiking classes. */
const image = (shape: readonly number[], maps: readonly LayerDescription[]) =>
  networkOf(shape, [...maps, flatten('flat'), dense('out', 3, lif)], 'rate');

/** Every kind of layer, with the windows that differ in kind. */
export const LAYER_CASES: readonly ContractCase[] = [
  contractCase('conv2d', image([2, 5, 6], [conv2d('c', 3, 3, lif)])),
  contractCase('conv2d, padding', image([2, 5, 4], [conv2d('c', 3, 3, lif, { padding: 1 })]), { seed: 3 }),
  contractCase('conv2d, stride', image([1, 7, 6], [conv2d('c', 4, 3, lif, { stride: 2 })])),
  contractCase(
    'conv2d, stride and padding that differ by direction',
    image([2, 6, 5], [conv2d('c', 3, [3, 2], lif, { stride: [2, 1], padding: [1, 0] })]),
  ),
  contractCase('conv2d without bias', image([1, 5, 5], [conv2d('c', 3, 3, lif, { bias: false })])),
  contractCase('conv2d of 18 maps', image([2, 4, 4], [conv2d('c', 18, 3, lif, { padding: 1 })])),
  contractCase(
    'two convolutions',
    image([1, 6, 6], [conv2d('c', 3, 3, lif, { padding: 1 }), conv2d('d', 2, 3, lif, { stride: 2 })]),
    { chunks: [{ steps: 8, input: 'spikes' }], seed: 2 },
  ),
  contractCase('conv2d of relu units', image([1, 5, 5], [conv2d('c', 3, 3, relu)]), { inputRange: [-1, 1] }),
  contractCase('conv2d of step units', image([1, 5, 5], [conv2d('c', 3, 3, { kind: 'step' })]), {
    inputRange: [-1, 1],
    optimizer: { ...SGD, lr: 0.001 },
    seed: 32,
  }),
  contractCase(
    'max-pool of spikes',
    image([1, 6, 6], [conv2d('c', 2, 3, lif, { padding: 1 }), pool('p', 'max-pool', 2)]),
    { seed: 2 },
  ),
  contractCase(
    'max-pool of values, windows overlap',
    image([1, 6, 6], [conv2d('c', 2, 3, relu, { padding: 1 }), pool('p', 'max-pool', 3, { stride: 2 })]),
  ),
  contractCase(
    'average-pool of spikes',
    image([1, 6, 6], [conv2d('c', 2, 3, lif, { padding: 1 }), pool('p', 'average-pool', 2)]),
    { seed: 3 },
  ),
  contractCase(
    'average-pool of values, windows overlap',
    image([1, 6, 6], [conv2d('c', 2, 3, relu, { padding: 1 }), pool('p', 'average-pool', [3, 2], { stride: 1 })]),
  ),
  contractCase(
    'pool as the first layer',
    networkOf([1, 4, 4], [pool('p', 'average-pool', 2), flatten('flat'), dense('out', 3, lif)], 'rate'),
  ),
  contractCase('flatten as the last layer', networkOf([1, 3, 3], [conv2d('c', 4, 3, lif), flatten('flat')], 'rate')),
  contractCase(
    'dense without bias',
    networkOf([6], [dense('h', 9, lif, { bias: false }), dense('out', 3, lif)], 'rate'),
  ),
  contractCase(
    'a residual sum of spikes',
    networkOf(
      [6],
      [
        dense('a', 8, lif),
        dense('b', 8, lif),
        sum('s', ['a', 'b'], neuron('lif', { threshold: 0.75 })),
        dense('out', 3, lif),
      ],
      'rate',
    ),
    { seed: 2 },
  ),
  contractCase(
    'a residual sum of a constant and a spiking branch',
    networkOf(
      [6],
      [
        dense('still', 7, relu),
        dense('lively', 7, neuron('integrate-and-fire', { threshold: 0.5 }), { from: ['in'] }),
        sum('s', ['still', 'lively'], identity),
        dense('out', 3, lif),
      ],
      'rate',
    ),
    { chunks: [{ steps: 9, input: 'constant' }] },
  ),
  contractCase(
    'one layer read by two',
    networkOf(
      [6],
      [
        dense('h', 9, lif),
        dense('a', 5, lif, { from: ['h'] }),
        dense('b', 5, lif, { from: ['h'] }),
        sum('s', ['a', 'b']),
        dense('out', 3, lif),
      ],
      'rate',
    ),
  ),
  contractCase(
    'batch-norm of features',
    networkOf([6], [dense('h', 8, identity), batchNorm('n', lif), dense('out', 3, lif)], 'rate'),
  ),
  contractCase(
    'batch-norm of maps',
    image([2, 4, 4], [conv2d('c', 3, 3, identity, { bias: false }), batchNorm('n', relu)]),
  ),
];
