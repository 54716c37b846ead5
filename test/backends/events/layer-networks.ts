import { batchNorm, conv2d, dense, flatten, pool, sum } from '../../../src/core/layers/describe-layer.js';
import type { LayerDescription, NetworkDescription, Readout } from '../../../src/core/layers/layer.js';
import { neuron } from '../../../src/core/neurons/neuron.js';

const lif = neuron('lif', { threshold: 0.4 });
const relu = neuron('relu');

function net(
  shape: readonly number[],
  layers: readonly LayerDescription[],
  readout: Readout = 'mean',
): NetworkDescription {
  return { input: { id: 'in', shape }, layers, readout };
}

const ending = [flatten('flat'), dense('out', 4, lif)];

/** Networks of every kind of layer, with what is special about each. */
export const NETWORKS: Readonly<Record<string, NetworkDescription>> = {
  'one channel in, 5 maps': net([1, 7, 6], [conv2d('c', 5, 3, lif), ...ending]),
  'stride and padding that differ by direction': net(
    [3, 9, 7],
    [conv2d('c', 20, [3, 5], lif, { stride: [2, 1], padding: [1, 2] }), ...ending],
  ),
  'kernel as large as the plane': net([2, 4, 4], [conv2d('c', 17, 4, lif), ...ending]),
  'stride beyond the kernel': net([2, 7, 7], [conv2d('c', 6, 2, lif, { stride: 3 }), ...ending]),
  'without biases': net([2, 6, 6], [conv2d('c', 8, 3, lif, { bias: false }), ...ending]),
  'two convolutions': net([2, 8, 8], [conv2d('c1', 12, 3, lif), conv2d('c2', 33, 3, lif, { padding: 1 }), ...ending]),
  '16 channels in': net([16, 5, 5], [conv2d('c', 16, 3, lif), pool('p', 'max-pool', 2), ...ending]),
  'analog convolutions': net([2, 8, 8], [conv2d('c1', 12, 3, relu), conv2d('c2', 7, 3, relu), ...ending]),
  'step and sign': net([2, 6, 6], [conv2d('c1', 5, 3, neuron('step')), conv2d('c2', 6, 3, neuron('sign')), ...ending]),
  'sigmoid, whose silent units do not exist': net([2, 6, 6], [conv2d('c', 5, 3, neuron('sigmoid')), ...ending]),
  'synaptic and adaptive': net(
    [2, 6, 6],
    [
      conv2d('c1', 5, 3, neuron('synaptic-lif', { threshold: 0.4 })),
      conv2d('c2', 6, 3, neuron('adaptive-lif', { threshold: 0.4 })),
      ...ending,
    ],
  ),
  'max-pool of spikes': net([2, 8, 8], [conv2d('c', 9, 3, lif), pool('p', 'max-pool', 2), ...ending]),
  'max-pool of windows that overlap': net(
    [2, 8, 8],
    [conv2d('c', 9, 3, lif), pool('p', 'max-pool', 3, { stride: 1 }), conv2d('c2', 4, 2, lif), ...ending],
  ),
  'max-pool of analog values below 0': net(
    [2, 8, 8],
    [conv2d('c', 9, 3, neuron('tanh')), pool('p', 'max-pool', 2), ...ending],
  ),
  'pools of step units, windows of 36 taps': net(
    [2, 9, 9],
    [
      conv2d('c', 18, 3, neuron('step'), { padding: 1 }),
      pool('p', 'max-pool', 2, { stride: 1 }),
      pool('q', 'max-pool', 6, { stride: 2 }),
      pool('r', 'average-pool', 2),
      ...ending,
    ],
  ),
  'max-pool of the input': net([3, 8, 6], [pool('p', 'max-pool', 2), conv2d('c', 9, 2, lif), ...ending]),
  'max-pool of an input of 16 channels': net([16, 4, 4], [pool('p', 'max-pool', 2), ...ending]),
  'average-pool of spikes': net([2, 8, 8], [conv2d('c', 20, 3, lif), pool('p', 'average-pool', 2), ...ending]),
  'average-pool of analog values': net(
    [2, 9, 9],
    [conv2d('c', 5, 2, relu), pool('p', 'average-pool', [2, 3]), ...ending],
  ),
  'average-pool of the input': net([19, 6, 6], [pool('p', 'average-pool', 3, { stride: 1 }), ...ending]),
  'batch-norm between convolution and spikes': net(
    [2, 7, 7],
    [conv2d('c', 18, 3, neuron('identity')), batchNorm('n', lif), ...ending],
  ),
  'batch-norm of spikes, of the input, of features': net(
    [3, 6, 6],
    [
      batchNorm('n1'),
      conv2d('c', 5, 3, lif),
      batchNorm('n2', relu),
      flatten('flat'),
      batchNorm('n3', neuron('tanh')),
      dense('out', 4, lif),
    ],
  ),
  'residual sum': net(
    [2, 6, 6],
    [
      conv2d('c1', 5, 3, lif, { padding: 1 }),
      conv2d('c2', 5, 3, lif, { padding: 1 }),
      sum('s', ['c2', 'c1']),
      conv2d('c3', 5, 3, lif, { padding: 1 }),
      sum('s2', ['c3', 's', 'c1'], lif),
      ...ending,
    ],
  ),
  'sum with the input, constant or not': net(
    [5, 4, 4],
    [conv2d('c', 5, 3, lif, { padding: 1 }), sum('s', ['in', 'c'], lif), ...ending],
  ),
  'sum of what is kept in different orders': net(
    [5, 4, 4],
    [
      conv2d('c', 3, 3, lif),
      flatten('f'),
      dense('d', 12, lif),
      sum('s', ['f', 'd'], lif),
      dense('e', 80, relu),
      flatten('g', { from: ['in'] }),
      sum('t', ['e', 'g'], lif),
      dense('out', 4, lif),
    ],
  ),
  'sum of a layer with itself': net([6], [dense('d', 20, lif), sum('s', ['d', 'd'], lif), dense('out', 4, lif)]),
  'ends in flatten': net([2, 5, 5], [conv2d('c', 3, 3, lif, { stride: 2 }), flatten('f')], 'rate'),
  'ends in max-pool and flatten': net(
    [2, 6, 6],
    [conv2d('c', 3, 3, lif), pool('p', 'max-pool', 2), flatten('f')],
    'rate',
  ),
  'ends in max-pools of analog values': net(
    [2, 6, 6],
    [conv2d('c', 3, 3, relu), pool('p', 'max-pool', 2, { stride: 1 }), pool('q', 'max-pool', 2), flatten('f')],
  ),
  'ends in average-pool': net([2, 6, 6], [conv2d('c', 3, 3, lif), pool('p', 'average-pool', 4), flatten('f')]),
  'ends in a sum': net(
    [4, 3, 3],
    [conv2d('c', 4, 3, lif, { padding: 1 }), sum('s', ['c', 'in'], lif), flatten('f')],
    'rate',
  ),
  'a layer that nobody reads': net(
    [2, 5, 5],
    [
      conv2d('c', 3, 3, lif),
      conv2d('idle', 4, 3, lif, { from: ['in'] }),
      flatten('f', { from: ['c'] }),
      dense('o', 3, lif),
    ],
  ),
};
