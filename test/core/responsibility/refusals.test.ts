import { describe, expect, test } from 'vitest';
import { NonFiniteNumber } from '../../../src/core/check-numbers.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { gradientStep } from '../../../src/core/responsibility/gradient-step.js';
import { initialResponsibility } from '../../../src/core/responsibility/initial-responsibility.js';
import {
  responsibilitiesOf,
  responsibilityGradients,
  responsibilitySums,
} from '../../../src/core/responsibility/layer-batch.js';
import { lfpFeedback } from '../../../src/core/responsibility/lfp-feedback.js';
import { lfpStep } from '../../../src/core/responsibility/lfp-step.js';
import { networkGradients } from '../../../src/core/responsibility/network-gradients.js';
import { responsibilityOutputs } from '../../../src/core/responsibility/network-pass.js';
import { planResponsibilityNetwork } from '../../../src/core/responsibility/responsibility-network.js';
import { layerOf } from './any-responsibility.js';

const refused = (message: string) => new RangeError(message);
const diverged = (message: string) => new NonFiniteNumber(message);
const layer = layerOf({ fanIn: 3, weight: [1, 2, 3, 4, 5, 6], centre: [0, 0, 0, 0, 0, 0] });
const sample = Float64Array.of(1, 2, 3);

describe('a layer', () => {
  test.each([
    [{ fanIn: 0 }, 'h1: number of inputs must be a whole number >= 1, got 0'],
    [{ units: 0 }, 'h1: number of units must be a whole number >= 1, got 0'],
    [{ multiplier: 0 }, 'h1: multiplier must be > 0 and finite, got 0'],
    [{ multiplier: -1 }, 'h1: multiplier must be > 0 and finite, got -1'],
    [{ weight: new Float64Array(5) }, 'h1.weight must have 2 × 3 = 6 values (out × in), got 5'],
    [{ centre: new Float64Array(7) }, 'h1.centre must have 2 × 3 = 6 values (out × in), got 7'],
    [{ bias: new Float64Array(3) }, 'h1.bias must have 2 values, got 3'],
    [{ logWidth: new Float64Array(1) }, 'h1.logWidth must have 2 values, got 1'],
  ])('with %o is refused', (wrong, message) => {
    const bad = { ...layer, ...wrong };
    expect(() => responsibilitySums(bad, sample)).toThrow(refused(message));
    expect(() => responsibilitiesOf(bad, sample)).toThrow(refused(message));
    expect(() => responsibilityGradients(bad, sample, new Float64Array(2), 'full')).toThrow(refused(message));
  });

  test.each([
    [{ weight: layer.weight.with(4, Number.NaN) }, 'h1.weight[4] must be finite, got NaN'],
    [{ bias: Float64Array.of(0, Infinity) }, 'h1.bias[1] must be finite, got Infinity'],
    [{ centre: layer.centre.with(0, -Infinity) }, 'h1.centre[0] must be finite, got -Infinity'],
    [{ logWidth: Float64Array.of(0, -Infinity) }, 'h1.logWidth[1] must be finite, got -Infinity'],
    [{ logWidth: Float64Array.of(0, -400) }, 'h1.logWidth[1] must leave 1 / sigma² finite, got -400'],
  ])('with the numbers %o has diverged', (wrong, message) => {
    const bad = { ...layer, ...wrong };
    expect(() => responsibilitySums(bad, sample)).toThrow(diverged(message));
    expect(() => responsibilitiesOf(bad, sample)).toThrow(diverged(message));
    expect(() => responsibilityGradients(bad, sample, new Float64Array(2), 'full')).toThrow(diverged(message));
  });

  test.each([
    [[], 'inputs must be one or more rows of 3 values, got 0 values'],
    [[1, 2], 'inputs must be one or more rows of 3 values, got 2 values'],
  ])('refuses inputs %o', (inputs, message) => {
    expect(() => responsibilitySums(layer, Float64Array.from(inputs))).toThrow(refused(message));
  });

  test.each([
    [[1, Number.NaN, 3], 'inputs[1] must be finite, got NaN'],
    [
      [1e200, 1e200, 1e200],
      'the nearest input of a unit is too far from its centre: its log-kernel must be finite, got -Infinity',
    ],
  ])('has diverged with inputs %o', (inputs, message) => {
    expect(() => responsibilitySums(layer, Float64Array.from(inputs))).toThrow(diverged(message));
  });

  test('tells shares of one sample only', () => {
    expect(() => responsibilitiesOf(layer, new Float64Array(6))).toThrow(
      refused('inputs must be 1 sample of 3 values, got 2 samples'),
    );
  });

  test.each([
    [[], 'gradient must be one or more rows of 2 values, got 0 values'],
    [[1, 2, 3], 'gradient must be one or more rows of 2 values, got 3 values'],
    [[1, 2, 3, 4], 'gradient must have 1 rows as the inputs have, got 2'],
  ])('refuses a gradient %o', (gradient, message) => {
    expect(() => responsibilityGradients(layer, sample, Float64Array.from(gradient), 'full')).toThrow(refused(message));
  });

  test('has diverged with an infinite gradient', () => {
    expect(() => responsibilityGradients(layer, sample, Float64Array.of(1, Infinity), 'full')).toThrow(
      diverged('gradient[1] must be finite, got Infinity'),
    );
  });
});

describe('a network', () => {
  const network = planResponsibilityNetwork([3, 4, 2], 'step');
  const tensors = initialResponsibility(network, () => 0.25);
  const batch = { inputs: sample, labels: Int32Array.of(1) };
  const state = { tensors, optimizer: freshOptimizer };
  const optimizer = OPTIMIZER_DEFAULTS.sgd;
  const surrogate = (): number => 1;

  test('needs inputs, outputs and layers that fit each other', () => {
    expect(() => planResponsibilityNetwork([3], 'relu')).toThrow(
      refused('a network needs at least 2 sizes, its inputs and its outputs, got 1'),
    );
    expect(() => responsibilityOutputs({ ...network, layers: [] }, tensors, sample)).toThrow(
      refused('a network needs at least 1 layer, got 0'),
    );
    const [first, last] = network.layers;
    const apart = { ...network, layers: [first!, { ...last!, fanIn: 5 }] };
    expect(() => responsibilityOutputs(apart, tensors, sample)).toThrow(
      refused('out must take the 4 units of h1, takes 5'),
    );
  });

  test('needs all of its tensors', () => {
    const { 'out.centre': _left, ...others } = tensors;
    expect(() => responsibilityOutputs(network, others, sample)).toThrow(
      refused('out.centre must have 2 × 4 = 8 values (out × in), got 0'),
    );
  });

  test.each([
    [{ width: 0 }, 'width must be > 0 and finite, got 0'],
    [{ width: -1 }, 'width must be > 0 and finite, got -1'],
    [{ width: Number.NaN }, 'width must be > 0 and finite, got NaN'],
    [{ inputRange: [1, 1] as const }, 'inputRange must be two finite numbers, the first below the second, got 1 and 1'],
  ])('cannot start from %o', (start, message) => {
    expect(() => initialResponsibility(network, () => 0.5, start)).toThrow(refused(message));
  });

  test.each([
    [
      { inputs: new Float64Array(0), labels: new Int32Array(0) },
      'inputs must be one or more rows of 3 values, got 0 values',
    ],
    [{ inputs: sample, labels: Int32Array.of(0, 1) }, 'labels must be one a sample, 1 in all, got 2'],
    [{ inputs: sample, labels: Int32Array.of(2) }, 'labels[0] must be a class from 0 to 1, got 2'],
    [{ inputs: sample, labels: Int32Array.of(-1) }, 'labels[0] must be a class from 0 to 1, got -1'],
  ])('refuses the batch %o', (wrong, message) => {
    expect(() => networkGradients(network, tensors, wrong, { mode: 'full', surrogate })).toThrow(refused(message));
    expect(() => lfpFeedback(network, tensors, wrong, { variant: 'fwd', epsilon: 1 })).toThrow(refused(message));
  });

  test('of step units has no gradient without a surrogate', () => {
    expect(() => gradientStep(network, state, batch, { mode: 'full', optimizer })).toThrow(
      refused('hidden units of kind step need a surrogate derivative, got undefined'),
    );
  });

  test.each([-0.01, Number.NaN])('refuses a centre rate of %d', (centreRate) => {
    const message = refused(`centreRate must be finite and >= 0, got ${centreRate}`);
    expect(() => gradientStep(network, state, batch, { mode: 'stop', surrogate, optimizer, centreRate })).toThrow(
      message,
    );
    expect(() => lfpStep(network, state, batch, { variant: 'fwd', epsilon: 1, optimizer, centreRate })).toThrow(
      message,
    );
  });

  test('has no local centre rule where centres have a gradient, or no part', () => {
    const centreRate = 0.01;
    expect(() => gradientStep(network, state, batch, { mode: 'full', surrogate, optimizer, centreRate })).toThrow(
      refused('centreRate must be 0 for mode full, got 0.01'),
    );
    expect(() => lfpStep(network, state, batch, { variant: 'plain', epsilon: 1, optimizer, centreRate })).toThrow(
      refused('centreRate must be 0 for variant plain, got 0.01'),
    );
  });

  test('refuses feedback with an epsilon of 0', () => {
    expect(() => lfpFeedback(network, tensors, batch, { variant: 'plain', epsilon: 0 })).toThrow(
      refused('epsilon must be > 0 and finite, got 0'),
    );
  });
});
