import type { RuleDescription } from '../../../src/core/feedback/rule.js';
import { conv2d, dense, flatten } from '../../../src/core/layers/describe-layer.js';
import { type NeuronDescription, neuron } from '../../../src/core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { type ContractCase, contractCase, networkOf, SGD } from './contract-case.js';

const lif = neuron('lif', { threshold: 0.5 });
const relu: NeuronDescription = { kind: 'relu' };
const spiking = networkOf([7], [dense('h', 11, lif), dense('out', 4, lif)], 'rate');
const analog = networkOf(
  [6],
  [dense('h', 9, relu), dense('g', 7, relu), dense('out', 3, { kind: 'identity' })],
  'mean',
);
const adam = { ...OPTIMIZER_DEFAULTS.adam, lr: 0.01 };

const RULES: readonly RuleDescription[] = [
  { kind: 'gamma', epsilon: 1e-6, gamma: 0.25 },
  { kind: 'z-plus', epsilon: 1e-6 },
  { kind: 'alpha-beta', epsilon: 1e-6, alpha: 2, beta: 1 },
  { kind: 'hebbian', epsilon: 1e-6 },
  { kind: 'oja', epsilon: 1e-6 },
];

/** Optimizers, and the rules beside epsilon. */
export const LEARNING_CASES: readonly ContractCase[] = [
  contractCase('sgd without momentum', spiking, { optimizer: { ...SGD, momentum: 0 } }),
  contractCase('sgd, momentum and weight decay', spiking, { optimizer: { ...SGD, momentum: 0.9, weightDecay: 0.5 } }),
  contractCase('sgd, feedback clipped', spiking, { clip: 0.25, optimizer: { ...SGD, lr: 0.1 } }),
  contractCase('clipping that does not bite', spiking, { clip: 1e6 }),
  contractCase('adam', spiking, { optimizer: adam }),
  contractCase('adam, weight decay', spiking, { optimizer: { ...adam, weightDecay: 0.25 } }),
  contractCase('adam, feedback clipped', analog, { optimizer: adam, clip: 0.25 }),
  ...RULES.flatMap((rule) => [
    contractCase(`rule ${rule.kind}, LIF layers`, spiking, { rule }),
    contractCase(`rule ${rule.kind}, analog layers`, analog, { rule, inputRange: [-1, 1], seed: 2 }),
  ]),
  contractCase(
    'rule gamma, a convolution',
    networkOf([1, 4, 5], [conv2d('c', 3, 3, lif), flatten('flat'), dense('out', 3, lif)], 'rate'),
    { rule: RULES[0]!, seed: 3 },
  ),
  contractCase('rule epsilon, a large epsilon', spiking, { rule: { kind: 'epsilon', epsilon: 0.05 } }),
];
