import { dense } from '../../../src/core/layers/describe-layer.js';
import { type NeuronDescription, neuron, type Reset } from '../../../src/core/neurons/neuron.js';
import { type ContractCase, contractCase, networkOf, SGD } from './contract-case.js';

const RESETS: readonly Reset[] = ['subtract', 'zero', 'none'];

/** Both layers have the neuron, so that it earns reward from a layer above and from the read-out. */
const spiking = (cell: NeuronDescription) => networkOf([7], [dense('h', 11, cell), dense('out', 4, cell)], 'rate');

/** A unit without memory between the input and a linear read-out. */
const hidden = (cell: NeuronDescription) =>
  networkOf([7], [dense('h', 11, cell), dense('out', 4, { kind: 'identity' })], 'mean');

const delayText = (resetDelay: boolean): string => (resetDelay ? 'reset delay' : 'no reset delay');

const lif = RESETS.flatMap((reset) =>
  [true, false].map((resetDelay) =>
    contractCase(
      `lif, ${reset}, ${delayText(resetDelay)}`,
      spiking(neuron('lif', { threshold: 0.5, reset, resetDelay })),
    ),
  ),
);

const otherSpiking = [true, false].flatMap((resetDelay) => [
  contractCase(
    `integrate-and-fire, ${delayText(resetDelay)}`,
    spiking(neuron('integrate-and-fire', { threshold: 0.75, resetDelay })),
  ),
  contractCase(
    `synaptic-lif, ${delayText(resetDelay)}`,
    spiking(neuron('synaptic-lif', { threshold: 1.25, synapseDecay: 0.7, resetDelay })),
  ),
  ...RESETS.map((reset) =>
    contractCase(
      `adaptive-lif, ${reset}, ${delayText(resetDelay)}`,
      spiking(neuron('adaptive-lif', { threshold: 0.5, reset, resetDelay })),
    ),
  ),
]);

const STATIC: readonly NeuronDescription[] = [
  { kind: 'step' },
  { kind: 'sign' },
  { kind: 'identity' },
  { kind: 'relu' },
  { kind: 'leaky-relu', slope: 0.125 },
  { kind: 'tanh' },
  { kind: 'sigmoid' },
  { kind: 'silu' },
];

/** Units that answer by a sign or never by 0 divide by sums near 0: seeds at which no sum is. */
const SEEDS: Readonly<Record<string, number>> = { step: 3, sign: 19, sigmoid: 5 };

/** Every kind of neuron; membranes with every reset, with and without delay. */
export const NEURON_CASES: readonly ContractCase[] = [
  ...lif,
  ...otherSpiking,
  ...STATIC.map((cell) => contractCase(cell.kind, hidden(cell), { inputRange: [-1, 1], seed: SEEDS[cell.kind] ?? 1 })),
  contractCase(
    'step to the end',
    networkOf([7], [dense('h', 11, { kind: 'step' }), dense('out', 4, { kind: 'step' })], 'rate'),
    { inputRange: [-1, 1], reward: { kind: 'softmax' }, optimizer: { ...SGD, lr: 0.001 }, seed: 11 },
  ),
  contractCase(
    'steps, LIF and analog units in turn',
    networkOf(
      [7],
      [
        dense('edge', 9, { kind: 'relu' }),
        dense('pulse', 10, neuron('lif', { threshold: 0.25 })),
        dense('step', 8, { kind: 'step' }),
        dense('late', 6, neuron('lif', { threshold: 0.25, resetDelay: false })),
        dense('out', 4, { kind: 'identity' }),
      ],
      'mean',
    ),
    { inputRange: [-1, 1], seed: 2 },
  ),
];
