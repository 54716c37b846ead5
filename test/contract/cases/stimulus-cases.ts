import { RULE_DEFAULTS, type RuleDescription } from '../../../src/core/feedback/rule.js';
import { type LearningRule, SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import { batchNorm, conv2d, dense, flatten, pool, sum } from '../../../src/core/layers/describe-layer.js';
import { type NeuronDescription, neuron } from '../../../src/core/neurons/neuron.js';
import { type ChunkForm, type ContractCase, contractCase, networkOf, type StimulusForm } from './contract-case.js';

const lif = neuron('lif', { threshold: 0.5 });
const identity: NeuronDescription = { kind: 'identity' };
const relu: NeuronDescription = { kind: 'relu' };
const step: NeuronDescription = { kind: 'step' };
const small = networkOf([7], [dense('h', 11, lif), dense('out', 4, lif)], 'rate');
const deep = (cell: NeuronDescription) =>
  networkOf([7], [dense('h', 11, cell), dense('g', 9, cell), dense('out', 4, identity)], 'mean');

/** Currents in steps 1 to 3 that excite more than they inhibit. */
const pulse = (layer: string, more: Partial<StimulusForm> = {}): StimulusForm => {
  return { layer, from: 1, until: 4, range: [-0.25, 0.75], ...more };
};

/** A quiet chunk, one with stimuli and another quiet one. */
const between = (input: ChunkForm['input'], ...stimuli: readonly StimulusForm[]): readonly ChunkForm[] => [
  { steps: 3, input },
  { steps: 5, input, stimuli },
  { steps: 4, input },
];

const forward = [
  contractCase('stimulus: LIF under a constant input, another in each chunk', small, {
    chunks: [
      { steps: 4, input: 'constant', stimuli: [pulse('h')] },
      { steps: 5, input: 'constant' },
      { steps: 6, input: 'constant', stimuli: [pulse('out', { from: 5, until: 6 }), pulse('h', { cut: [2, 9] })] },
    ],
  }),
  contractCase('stimulus: LIF under spikes, units cut', small, {
    chunks: [{ steps: 10, input: 'spikes', stimuli: [pulse('h', { until: 9, cut: [0, 3, 10] }), pulse('out')] }],
  }),
  contractCase('stimulus: every unit cut', small, {
    chunks: [{ steps: 9, input: 'sequence', stimuli: [pulse('h', { from: 0, until: 9, cut: [...Array(11).keys()] })] }],
    degenerate: true,
  }),
  contractCase(
    'stimulus: step and analog units under a constant input, three chunks',
    networkOf([7], [dense('h', 11, step), dense('g', 8, relu), dense('out', 4, identity)], 'mean'),
    {
      chunks: between('constant', pulse('h', { cut: [4] }), pulse('g')),
      inputRange: [-1, 1],
    },
  ),
  contractCase(
    'stimulus: many step units, read as trains',
    networkOf([20], [dense('h', 50, step), dense('g', 40, lif), dense('out', 4, lif)], 'rate'),
    {
      chunks: [{ steps: 7, input: 'constant', stimuli: [pulse('h', { cut: [1, 17, 48] }), pulse('g', { cut: [39] })] }],
      inputRange: [-1, 1],
      batch: 5,
      seed: 4,
    },
  ),
  contractCase(
    'stimulus: synaptic and adaptive neurons',
    networkOf(
      [7],
      [
        dense('h', 9, neuron('synaptic-lif', { threshold: 1.25, synapseDecay: 0.7, reset: 'zero' })),
        dense('g', 9, neuron('adaptive-lif', { threshold: 0.375, reset: 'zero' })),
        dense('out', 4, neuron('synaptic-lif', { threshold: 1, synapseDecay: 0.5 })),
      ],
      'rate',
    ),
    { chunks: between('constant', pulse('h', { cut: [3] }), pulse('g', { cut: [0, 8] }), pulse('out')), seed: 2 },
  ),
  contractCase(
    'stimulus: a convolution before a max-pool',
    networkOf(
      [2, 6, 5],
      [conv2d('c', 18, 3, lif, { padding: 1 }), pool('p', 'max-pool', 2), flatten('flat'), dense('out', 3, lif)],
      'rate',
    ),
    { chunks: between('spikes', pulse('c', { cut: [0, 31, 500] })) },
  ),
  contractCase(
    'stimulus: a residual sum and a batch-norm',
    networkOf(
      [6],
      [
        dense('still', 7, relu),
        dense('lively', 7, lif, { from: ['in'] }),
        sum('s', ['still', 'lively'], identity),
        batchNorm('n', relu),
        dense('out', 3, lif),
      ],
      'rate',
    ),
    { chunks: between('constant', pulse('still'), pulse('s', { cut: [2] }), pulse('n', { cut: [5] })), seed: 2 },
  ),
  contractCase(
    'stimulus: a sum of constant branches',
    networkOf(
      [6],
      [
        dense('a', 7, relu),
        dense('b', 7, relu, { from: ['in'] }),
        sum('s', ['a', 'b'], lif),
        dense('out', 3, identity),
      ],
      'last',
    ),
    { chunks: between('constant', pulse('s', { cut: [1] })) },
  ),
  contractCase('stimulus: seventy steps', small, {
    chunks: [{ steps: 70, input: 'sequence', stimuli: [pulse('h', { from: 60, until: 67 })] }],
    inputRange: [0, 0.5],
    batch: 1,
  }),
];

const RULES: readonly RuleDescription[] = [
  { kind: 'gamma', epsilon: RULE_DEFAULTS.epsilon, gamma: 0.25 },
  { kind: 'z-plus', epsilon: RULE_DEFAULTS.epsilon },
  { kind: 'alpha-beta', epsilon: RULE_DEFAULTS.epsilon, alpha: 2, beta: 1 },
  { kind: 'hebbian', epsilon: RULE_DEFAULTS.epsilon },
  { kind: 'oja', epsilon: RULE_DEFAULTS.epsilon },
];

const rules = RULES.flatMap((rule) => [
  contractCase(`stimulus: rule ${rule.kind}, LIF layers`, small, {
    rule,
    chunks: [{ steps: 8, input: 'sequence', stimuli: [pulse('h', { cut: [5] }), pulse('out', { cut: [1] })] }],
  }),
  contractCase(`stimulus: rule ${rule.kind}, analog layers`, deep(relu), {
    rule,
    seed: 2,
    inputRange: [-1, 1],
    chunks: between('constant', pulse('h', { cut: [5] }), pulse('g')),
  }),
]);

const surrogate = (kind: 'surrogate' | 'feedback-alignment' | 'direct-feedback-alignment'): LearningRule => {
  return { kind, surrogate: SURROGATE_DEFAULTS.atan };
};

const gradients = [
  contractCase('gradient, stimulus: LIF under a constant input', small, {
    rule: surrogate('surrogate'),
    chunks: between('constant', pulse('h', { cut: [2] }), pulse('out', { cut: [3] })),
  }),
  contractCase(
    'gradient, stimulus: synaptic, adaptive and step units',
    networkOf(
      [7],
      [
        dense('h', 9, neuron('synaptic-lif', { threshold: 1.25, synapseDecay: 0.7 })),
        dense('g', 9, neuron('adaptive-lif', { threshold: 0.375 })),
        dense('s', 8, step),
        dense('out', 4, identity),
      ],
      'mean',
    ),
    {
      rule: surrogate('surrogate'),
      chunks: between('spikes', pulse('h', { cut: [3] }), pulse('g', { cut: [0] }), pulse('s', { cut: [7] })),
    },
  ),
  contractCase('gradient, stimulus: backprop, tanh under a constant input', deep({ kind: 'tanh' }), {
    rule: { kind: 'backprop' },
    inputRange: [-1, 1],
    chunks: between('constant', pulse('h', { cut: [1] }), pulse('g')),
  }),
  ...(['feedback-alignment', 'direct-feedback-alignment'] as const).map((kind) =>
    contractCase(
      `gradient, stimulus: ${kind}, a convolution`,
      networkOf([1, 5, 6], [conv2d('c', 3, 3, lif, { padding: 1 }), flatten('flat'), dense('out', 3, lif)], 'rate'),
      { rule: surrogate(kind), chunks: between('spikes', pulse('c', { cut: [0, 7, 31] })) },
    ),
  ),
];

/** Currents that are injected while a chunk runs, in every kind of layer, and learning all the same. */
export const STIMULUS_CASES: readonly ContractCase[] = [...forward, ...rules, ...gradients];
