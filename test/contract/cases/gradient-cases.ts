import { type GradientRule, SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import type { SurrogateDescription } from '../../../src/core/gradients/surrogate.js';
import { batchNorm, conv2d, dense, flatten, pool, sum } from '../../../src/core/layers/describe-layer.js';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { type NeuronDescription, neuron } from '../../../src/core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { type ContractCase, contractCase, networkOf } from './contract-case.js';

const lif = neuron('lif', { threshold: 0.5 });
const identity: NeuronDescription = { kind: 'identity' };
const relu: NeuronDescription = { kind: 'relu' };

/** Both layers have the neuron: one is behind the input, one in front of the read-out. */
const twoOf = (cell: NeuronDescription) => networkOf([7], [dense('h', 11, cell), dense('out', 4, cell)], 'rate');

/** Wide enough for a second tile of 16 units, and a third layer, so that an error passes two layers. */
const deep = networkOf([7], [dense('g', 19, lif), dense('h', 11, lif), dense('out', 4, lif)], 'rate');

const analog = (cell: NeuronDescription) =>
  networkOf([6], [dense('h', 9, cell), dense('g', 7, cell), dense('out', 3, identity)], 'mean');

const image = (shape: readonly number[], maps: readonly LayerDescription[]) =>
  networkOf(shape, [...maps, flatten('flat'), dense('out', 3, lif)], 'rate');

const ruled = (kind: Exclude<GradientRule['kind'], 'backprop'>, surrogate: SurrogateDescription): GradientRule => {
  return { kind, surrogate };
};
const atan = ruled('surrogate', SURROGATE_DEFAULTS.atan);
const triangle = ruled('surrogate', SURROGATE_DEFAULTS.triangle);
const backprop: GradientRule = { kind: 'backprop' };

const resets = (['subtract', 'zero', 'none'] as const).flatMap((reset) =>
  [true, false].map((resetDelay) => ({ reset, resetDelay })),
);
const delayText = (resetDelay: boolean): string => (resetDelay ? 'reset delay' : 'no reset delay');

/** Every neuron that has something of its own on the way back. */
const neurons = [
  ...resets.map(({ reset, resetDelay }) =>
    contractCase(
      `gradient: lif, ${reset}, ${delayText(resetDelay)}`,
      twoOf(neuron('lif', { threshold: 0.5, reset, resetDelay })),
      { rule: atan },
    ),
  ),
  contractCase('gradient: integrate-and-fire', twoOf(neuron('integrate-and-fire', { threshold: 0.75 })), {
    rule: atan,
  }),
  contractCase(
    'gradient: synaptic-lif',
    twoOf(neuron('synaptic-lif', { threshold: 1.25, synapseDecay: 0.7, reset: 'zero' })),
    { rule: atan },
  ),
  ...resets.map(({ reset, resetDelay }) =>
    contractCase(
      `gradient: adaptive-lif, ${reset}, ${delayText(resetDelay)}`,
      twoOf(neuron('adaptive-lif', { threshold: 0.5, reset, resetDelay })),
      { rule: atan },
    ),
  ),
  contractCase(
    'gradient: steps and signs',
    networkOf(
      [7],
      [dense('g', 9, { kind: 'step' }), dense('h', 11, { kind: 'sign' }), dense('out', 4, identity)],
      'mean',
    ),
    { rule: triangle, inputRange: [-1, 1], seed: 3 },
  ),
  ...(['relu', 'tanh', 'sigmoid', 'silu'] as const).map((kind) =>
    contractCase(`gradient: backprop, ${kind}`, analog({ kind }), { rule: backprop, inputRange: [-1, 1] }),
  ),
  contractCase('gradient: backprop, leaky-relu', analog({ kind: 'leaky-relu', slope: 0.125 }), {
    ...{ rule: backprop, inputRange: [-1, 1], loss: 'squared-error' },
  }),
];

/** Every kind of layer. */
const layers = [
  contractCase(
    'gradient: convolutions and a max-pool',
    image([2, 6, 5], [conv2d('c', 5, 3, lif, { padding: 1 }), pool('p', 'max-pool', 2), conv2d('d', 18, 2, lif)]),
    { rule: atan },
  ),
  contractCase(
    'gradient: backprop, convolution, batch-norm and average-pool',
    networkOf(
      [1, 6, 6],
      [
        conv2d('c', 3, [3, 2], identity, { stride: [1, 2] }),
        batchNorm('n', relu),
        pool('p', 'average-pool', 2),
        flatten('flat'),
        dense('out', 3, identity),
      ],
      'last',
    ),
    { rule: backprop, inputRange: [-1, 1] },
  ),
  contractCase(
    'gradient: a residual sum of a constant and a spiking branch',
    networkOf(
      [6],
      [
        dense('still', 7, relu),
        dense('lively', 7, lif, { from: ['in'] }),
        sum('s', ['still', 'lively'], identity),
        dense('out', 3, lif),
      ],
      'rate',
    ),
    { rule: atan, chunks: [{ steps: 9, input: 'constant' }] },
  ),
];

/** Seeds at which every layer fires and no potential comes near its threshold. */
const SEEDS: Readonly<Record<string, number>> = { 'fast-sigmoid': 4, triangular: 1 };

/** The surrogates, and the rules with fixed weights on the way back. */
const rules = [
  ...Object.values(SURROGATE_DEFAULTS).map((surrogate) =>
    contractCase(`gradient: surrogate ${surrogate.kind}`, deep, {
      rule: ruled('surrogate', surrogate),
      seed: SEEDS[surrogate.kind] ?? 2,
    }),
  ),
  ...(['feedback-alignment', 'direct-feedback-alignment'] as const).flatMap((kind) => [
    contractCase(`gradient: ${kind}`, deep, { rule: ruled(kind, SURROGATE_DEFAULTS.atan), seed: 2 }),
    contractCase(
      `gradient: ${kind}, convolutions`,
      image([1, 5, 6], [conv2d('c', 3, 3, lif, { padding: 1 }), conv2d('d', 2, 3, lif, { stride: 2 })]),
      { rule: ruled(kind, SURROGATE_DEFAULTS.triangle) },
    ),
  ]),
];

/** Ways of showing, and of moving on. */
const presentations = [
  contractCase('gradient: constant input, 4 + 6 steps', deep, {
    ...{ rule: atan, batch: 5, seed: 2 },
    chunks: [
      { steps: 4, input: 'constant' },
      { steps: 6, input: 'constant' },
    ],
  }),
  contractCase('gradient: spikes, 3 + 7 steps, a reset to zero between them', twoOf({ ...lif, reset: 'zero' }), {
    ...{ rule: triangle, batch: 5 },
    chunks: [
      { steps: 3, input: 'spikes' },
      { steps: 7, input: 'spikes' },
    ],
  }),
  contractCase('gradient: adam, clipped', deep, {
    ...{ rule: atan, seed: 2, clip: 0.25, optimizer: { ...OPTIMIZER_DEFAULTS.adam, lr: 0.01 } },
  }),
];

/** Learning by the chain rule. */
export const GRADIENT_CASES: readonly ContractCase[] = [...neurons, ...layers, ...rules, ...presentations];
