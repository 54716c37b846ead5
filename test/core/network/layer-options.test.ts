import { expect, test } from 'vitest';
import { batchNorm } from '../../../src/core/layers/describe-layer.js';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { checkNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { dense, lif, network, relu } from './small-networks.js';

/** What is said of a network whose first layer has this neuron, or these other options. */
const said = (options: object): string[] => {
  const layer = { ...dense('h', 3, lif), ...options } as LayerDescription;
  return checkNetwork(network([4], [layer, dense('out', 2, relu)])).problems.map(
    ({ field, message }) => `${field}: ${message}`,
  );
};

test('numbers of neurons that no scenario could have are refused in code, too', () => {
  const numbers = { decay: Number.NaN, threshold: -1, reset: 'never', resetDelay: 1 };
  expect(said({ neuron: { ...lif, ...numbers } })).toMatchInlineSnapshot(`
    [
      "neuron.decay: expected a number >= 0 and <= 1, got NaN",
      "neuron.threshold: expected a number > 0, got -1",
      "neuron.reset: expected one of "subtract", "zero", "none", got "never"",
      "neuron.resetDelay: expected true or false, got 1",
    ]
  `);
  const adaptive = neuron('adaptive-lif', { decay: 2, adaptation: -0.5, adaptationDecay: 1.5 });
  expect(said({ neuron: adaptive })).toMatchInlineSnapshot(`
    [
      "neuron.decay: expected a number >= 0 and <= 1, got 2",
      "neuron.adaptation: expected a number >= 0, got -0.5",
      "neuron.adaptationDecay: expected a number >= 0 and <= 1, got 1.5",
    ]
  `);
  expect(said({ neuron: neuron('synaptic-lif', { synapseDecay: -0.5 }) })).toMatchInlineSnapshot(`
    [
      "neuron.synapseDecay: expected a number >= 0 and <= 1, got -0.5",
    ]
  `);
  expect(said({ neuron: neuron('leaky-relu', { slope: Number.NaN }) })).toMatchInlineSnapshot(`
    [
      "neuron.slope: expected a number >= 0, got NaN",
    ]
  `);
});

test('so are kinds that nobody has', () => {
  expect(said({ neuron: { kind: 'toString' } })).toMatchInlineSnapshot(`
    [
      "neuron: expected one of "lif", "integrate-and-fire", "synaptic-lif", "adaptive-lif", "step", "sign", "identity", "relu", "leaky-relu", "tanh", "sigmoid", "silu", got "toString"",
    ]
  `);
  expect(said({ kind: 'dens' })).toMatchInlineSnapshot(`
    [
      "kind: expected one of "dense", "conv2d", "max-pool", "average-pool", "flatten", "sum", "batch-norm", got "dens"",
    ]
  `);
  expect(said({ initial: { kind: 'xavier' } })).toMatchInlineSnapshot(`
    [
      "initial: expected one of "uniform", "kaiming-uniform", "kaiming-normal", "xavier-uniform", "xavier-normal", "constant", got "xavier"",
    ]
  `);
  expect(said({ neuron: undefined })).toMatchInlineSnapshot(`
    [
      "neuron: expected one of "lif", "integrate-and-fire", "synaptic-lif", "adaptive-lif", "step", "sign", "identity", "relu", "leaky-relu", "tanh", "sigmoid", "silu", got nothing",
    ]
  `);
  const last = network([4], [dense('out', 2, { kind: 'lief' } as never)], 'rate');
  expect(checkNetwork(last).problems.map(({ field }) => field)).toEqual(['neuron']);
  const readout = network([4], [dense('out', 2, lif)], 'median' as never);
  expect(checkNetwork(readout).problems.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "expected one of "rate", "mean", "last", got "median"",
    ]
  `);
});

test('so are starting weights and normalisations that are no numbers', () => {
  expect(said({ initial: { kind: 'constant', value: Number.NaN }, bias: 'yes' })).toMatchInlineSnapshot(`
    [
      "bias: expected true or false, got "yes"",
      "initial.value: expected a number, got NaN",
    ]
  `);
  const { problems } = checkNetwork(network([4], [batchNorm('norm', relu, { epsilon: -5 })]));
  expect(problems.map(({ field, message }) => `${field}: ${message}`)).toMatchInlineSnapshot(`
    [
      "epsilon: expected a number > 0, got -5",
    ]
  `);
});

test('limits are allowed where they say so', () => {
  for (const decay of [0, 1]) expect(said({ neuron: { ...lif, decay } })).toEqual([]);
  expect(said({ neuron: neuron('adaptive-lif', { adaptation: 0 }) })).toEqual([]);
});
