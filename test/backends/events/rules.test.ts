import { describe, expect, test } from 'vitest';
import type { RuleDescription } from '../../../src/core/feedback/rule.js';
import { batchNorm, conv2d, dense, flatten, pool } from '../../../src/core/layers/describe-layer.js';
import type { NetworkDescription } from '../../../src/core/layers/layer.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { largestDifference, type Shown } from './compare-with-reference.js';

const lif = neuron('lif', { threshold: 0.4 });

const networks: Readonly<Record<string, NetworkDescription>> = {
  'dense, spiking': {
    input: { id: 'in', shape: [13] },
    layers: [dense('h', 21, lif), dense('g', 18, neuron('synaptic-lif', { threshold: 0.4 })), dense('out', 4, lif)],
    readout: 'rate',
  },
  'dense, without memory': {
    input: { id: 'in', shape: [13] },
    layers: [dense('h', 21, neuron('tanh')), dense('g', 18, neuron('relu')), dense('out', 4, neuron('identity'))],
    readout: 'mean',
  },
  'convolutions, one without biases': {
    input: { id: 'in', shape: [2, 7, 7] },
    layers: [
      conv2d('c1', 18, 3, lif, { bias: false }),
      pool('p', 'max-pool', 2, { stride: 1 }),
      conv2d('c2', 5, 2, neuron('leaky-relu'), { stride: 2, padding: 1 }),
      batchNorm('n'),
      flatten('f'),
      dense('out', 3, lif),
    ],
    readout: 'rate',
  },
};

const epsilon = 1e-6;
const rules: readonly RuleDescription[] = [
  { kind: 'epsilon', epsilon: 0.01 },
  { kind: 'gamma', epsilon, gamma: 0.25 },
  { kind: 'z-plus', epsilon },
  { kind: 'alpha-beta', epsilon, alpha: 2, beta: 1 },
  { kind: 'hebbian', epsilon },
  { kind: 'oja', epsilon },
];

const shows: readonly Shown[] = [
  { batch: 3, chunks: [4, 5], input: 'constant' },
  { batch: 2, chunks: [3, 2], input: 'sequence' },
  { batch: 5, chunks: [4], input: 'spikes' },
];

describe('rules on events agree with the reference', () => {
  for (const rule of rules)
    for (const shown of shows)
      test.each(Object.keys(networks))(`${rule.kind}, ${shown.input}, %s`, async (name) => {
        // Oja's ratio of sums carries the rounding of sums that nearly cancel.
        const tolerance = rule.kind === 'oja' ? 1e-3 : 1e-4;
        expect(await largestDifference(networks[name]!, { ...shown, rule })).toBeLessThan(tolerance);
      });
});
