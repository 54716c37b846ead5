import { conv2d, dense, flatten } from '../../../src/core/layers/describe-layer.js';
import { type NeuronDescription, neuron } from '../../../src/core/neurons/neuron.js';
import { type ChunkForm, type ContractCase, contractCase, networkOf } from './contract-case.js';

const lif = neuron('lif', { threshold: 0.5 });
const identity: NeuronDescription = { kind: 'identity' };
const small = networkOf([7], [dense('h', 11, lif), dense('out', 4, lif)], 'rate');

const wide = networkOf([60], [dense('h', 45, lif), dense('out', 5, lif)], 'rate');

const chunksOf = (input: ChunkForm['input'], ...steps: readonly number[]): readonly ChunkForm[] =>
  steps.map((count) => ({ steps: count, input }));

/** Inputs of every kind, in one chunk and in several; batches, widths, durations and read-outs; what is degenerate. */
export const PRESENTATION_CASES: readonly ContractCase[] = [
  ...(['constant', 'spikes', 'sequence'] as const).flatMap((input) => [
    contractCase(`${input} input, 25 steps at once`, small, { chunks: chunksOf(input, 25) }),
    contractCase(`${input} input, 10 + 15 steps`, small, { chunks: chunksOf(input, 10, 15) }),
  ]),
  contractCase('chunks of every kind of input', small, {
    chunks: [
      ...chunksOf('constant', 4),
      ...chunksOf('spikes', 1),
      ...chunksOf('sequence', 5),
      ...chunksOf('constant', 2),
    ],
  }),
  contractCase(
    'two chunks into synaptic and adaptive neurons',
    networkOf(
      [7],
      [
        dense('h', 9, neuron('synaptic-lif', { threshold: 1.25, synapseDecay: 0.7 })),
        dense('g', 9, neuron('adaptive-lif', { threshold: 0.375 })),
        dense('out', 4, lif),
      ],
      'rate',
    ),
    { chunks: chunksOf('constant', 6, 8) },
  ),
  contractCase(
    'a constant input through static layers',
    networkOf(
      [7],
      [dense('h', 9, { kind: 'relu' }), dense('g', 8, { kind: 'step' }), dense('out', 4, identity)],
      'mean',
    ),
    { chunks: chunksOf('constant', 3, 5), inputRange: [-1, 1] },
  ),
  contractCase(
    'spikes into a convolution, two chunks',
    networkOf([2, 4, 5], [conv2d('c', 3, 3, lif, { padding: 1 }), flatten('flat'), dense('out', 3, lif)], 'rate'),
    { chunks: chunksOf('spikes', 4, 6) },
  ),
  contractCase('signed input', small, { inputRange: [-1, 1], chunks: chunksOf('constant', 12) }),
  contractCase('one step', small, { chunks: chunksOf('sequence', 1), inputRange: [0, 3] }),
  contractCase('one sample', small, { batch: 1 }),
  contractCase('seven samples', small, { batch: 7 }),
  contractCase('a single input and a single output', networkOf([1], [dense('out', 1, identity)], 'mean'), {
    reward: { kind: 'binary-sigmoid' },
    batch: 2,
  }),
  contractCase(
    'layers of 70, 65 and 33 units',
    networkOf(
      [37],
      [dense('h', 70, lif), dense('g', 65, neuron('lif', { threshold: 0.25 })), dense('out', 33, lif)],
      'rate',
    ),
    { chunks: chunksOf('spikes', 6) },
  ),
  contractCase('hardly any input spikes', wide, { chunks: chunksOf('spikes', 12), activity: 0.04 }),
  contractCase('nearly every input spikes', wide, { chunks: chunksOf('spikes', 12), activity: 0.95 }),
  contractCase('forty steps', small, { chunks: chunksOf('sequence', 40), batch: 2 }),
  contractCase(
    'a thousand potentials, forward only',
    networkOf([40], [dense('h', 130, lif), dense('out', 10, lif)], 'rate'),
    { chunks: chunksOf('sequence', 20, 20), batch: 5, learningSteps: 0, seed: 2 },
  ),
  contractCase(
    'wide activity of every density, forward only',
    networkOf([64], [dense('h', 96, { kind: 'step' }), dense('g', 80, lif), dense('out', 5, lif)], 'rate'),
    { chunks: chunksOf('sequence', 12), batch: 4, inputRange: [-1, 1], learningSteps: 0 },
  ),
  contractCase('a silent sample', small, { silentSamples: [1], chunks: chunksOf('spikes', 10) }),
  contractCase('a silent sample without biases', small, {
    silentSamples: [0],
    zeroBiases: true,
    degenerate: true,
    chunks: chunksOf('constant', 8),
  }),
  contractCase('nothing but silence', small, {
    silentSamples: [0, 1, 2],
    zeroBiases: true,
    degenerate: true,
    chunks: chunksOf('spikes', 6),
  }),
  contractCase(
    'step units in a silent sample',
    networkOf([7], [dense('h', 11, { kind: 'step' }), dense('out', 4, identity)], 'mean'),
    {
      silentSamples: [2],
      zeroBiases: true,
      degenerate: true,
      inputRange: [-1, 1],
    },
  ),
  contractCase('read-out last of spikes', networkOf([7], [dense('h', 11, lif), dense('out', 4, lif)], 'last'), {
    reward: { kind: 'sigmoid' },
  }),
  contractCase(
    'read-out last of values, two chunks',
    networkOf([7], [dense('h', 11, lif), dense('out', 4, identity)], 'last'),
    {
      chunks: chunksOf('sequence', 4, 5),
    },
  ),
  contractCase('read-out mean of spikes', networkOf([7], [dense('h', 11, lif), dense('out', 4, lif)], 'mean')),
  contractCase('read-out rate with a reward of logits', small, { reward: { kind: 'softmax' } }),
  contractCase('reward of the whole presentation', small, { reward: { kind: 'rate', scale: 'none' } }),
];
