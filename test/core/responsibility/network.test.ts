import { describe, expect, test } from 'vitest';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { gradientStep } from '../../../src/core/responsibility/gradient-step.js';
import { initialResponsibility } from '../../../src/core/responsibility/initial-responsibility.js';
import {
  responsibilitiesOf,
  responsibilityGradients,
  responsibilitySums,
} from '../../../src/core/responsibility/layer-batch.js';
import { type LabelledBatch, networkGradients } from '../../../src/core/responsibility/network-gradients.js';
import { responsibilityOutputs } from '../../../src/core/responsibility/network-pass.js';
import { layersOf, planResponsibilityNetwork } from '../../../src/core/responsibility/responsibility-network.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { expectClose } from '../expect-close.js';

const random = (name = 'numbers') => createRandomStreams(3).fresh(name);
const sgd = { ...OPTIMIZER_DEFAULTS.sgd, lr: 0.1, momentum: 0 };

/** Numbers of a network away from its start: biases and widths differ from unit to unit. */
function variedTensors(start: Tensors): Tensors {
  const draw = random('variety');
  return Object.fromEntries(
    Object.entries(start).map(([name, values]) => [name, values.map((value) => value + draw() - 0.5)]),
  );
}

function batchOf(features: number, labels: readonly number[]): LabelledBatch {
  const draw = random('inputs');
  const inputs = Float64Array.from({ length: features * labels.length }, () => 2 * draw() - 1);
  return { inputs, labels: Int32Array.from(labels) };
}

describe('a network', () => {
  test('names its tensors after its layers; dense ones lie (out, in)', () => {
    const network = planResponsibilityNetwork([5, 4, 3, 2], 'relu');
    const tensors = initialResponsibility(network, random());
    expect(Object.entries(tensors).map(([name, { length }]) => `${name} ${length}`)).toEqual([
      ...['h1.weight 20', 'h1.bias 4', 'h1.centre 20', 'h1.logWidth 4'],
      ...['h2.weight 12', 'h2.bias 3', 'h2.centre 12', 'h2.logWidth 3'],
      ...['out.weight 6', 'out.bias 2', 'out.centre 6', 'out.logWidth 2'],
    ]);
    expect(network.layers.map(({ multiplier }) => multiplier)).toEqual([5, 4, 3]);
  });

  test('starts with w ~ √(2/n) N(0, 1), b = 0, centres over the range of the inputs and σ = 1', () => {
    const network = planResponsibilityNetwork([200, 100, 50], 'tanh', 'one');
    const tensors = initialResponsibility(network, random(), { inputRange: [-1.5, 1.5] });
    const variance = tensors['h1.weight']!.reduce((sum, w) => sum + w * w, 0) / 20_000;
    // 20,000 squares of a normal number: relative deviation √(2 / 20000) = 1 %.
    expect(Math.abs(variance / (2 / 200) - 1)).toBeLessThan(0.05);
    const range = (name: string) => [Math.min(...tensors[name]!), Math.max(...tensors[name]!)];
    expect(range('h1.centre').map((value) => Math.round(100 * value))).toEqual([-150, 150]);
    expect(range('out.centre').map((value) => Math.round(50 * value))).toEqual([-50, 50]);
    expect(['h1.bias', 'h1.logWidth', 'out.bias', 'out.logWidth'].flatMap(range)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(initialResponsibility(network, random(), { inputRange: [-1.5, 1.5] })).toEqual(tensors);
  });

  test('starts with the width that was asked for', () => {
    const tensors = initialResponsibility(planResponsibilityNetwork([2, 3], 'relu'), random(), { width: 0.5 });
    expect([...tensors['out.logWidth']!]).toEqual([Math.log(0.5), Math.log(0.5), Math.log(0.5)]);
  });

  test('answers layer by layer, hidden units in between', () => {
    const network = planResponsibilityNetwork([3, 4, 2], 'step');
    const tensors = variedTensors(initialResponsibility(network, random()));
    const { inputs } = batchOf(3, [0, 1, 1]);
    const [first, last] = layersOf(network, tensors);
    const hidden = responsibilitySums(first!, inputs).map((z) => (z > 0 ? 1 : 0));
    expect(responsibilityOutputs(network, tensors, inputs)).toEqual(responsibilitySums(last!, hidden));
  });

  test.each(['tanh', 'identity', 'relu'] as const)(
    'of 5-6-3 with %s has the gradient that differences have, to 1e-5 of each tensor',
    (hidden) => {
      const network = planResponsibilityNetwork([5, 6, 3], hidden);
      const tensors = variedTensors(initialResponsibility(network, random()));
      const batch = batchOf(5, [0, 1, 2, 1]);
      const found = networkGradients(network, tensors, batch, { mode: 'full' });
      const loss = (changed: Tensors, inputs: Float64Array): number =>
        networkGradients(network, changed, { ...batch, inputs }, { mode: 'full' }).loss;
      const differences = (values: Float64Array, at: (moved: Float64Array) => number) =>
        values.map((v, k) => (at(values.with(k, v + 1e-6)) - at(values.with(k, v - 1e-6))) / 2e-6);
      for (const [name, values] of Object.entries(tensors)) {
        const measured = differences(values, (moved) => loss({ ...tensors, [name]: moved }, batch.inputs));
        expectClose(measured, found.tensors[name]!, 1e-5);
      }
      expectClose(
        differences(batch.inputs, (moved) => loss(tensors, moved)),
        found.inputs,
        1e-5,
      );
    },
  );

  test('of step units sends the gradient through the surrogate that it is given', () => {
    const network = planResponsibilityNetwork([3, 4, 2], 'step');
    const tensors = variedTensors(initialResponsibility(network, random()));
    const batch = batchOf(3, [1]);
    const surrogate = (z: number): number => 1 / (1 + z * z);
    const found = networkGradients(network, tensors, batch, { mode: 'full', surrogate });
    // By hand: down through the last layer, times the surrogate at z, down through the first.
    const [first, last] = layersOf(network, tensors);
    const sums = responsibilitySums(first!, batch.inputs);
    const hidden = sums.map((z) => (z > 0 ? 1 : 0));
    const [one, two] = found.outputs;
    const wrong = 1 / (1 + Math.exp(two! - one!));
    const above = responsibilityGradients(last!, hidden, Float64Array.of(wrong, -wrong), 'full');
    const arrived = above.inputs.map((g, i) => g * surrogate(sums[i]!));
    const below = responsibilityGradients(first!, batch.inputs, arrived, 'full');
    expectClose(found.tensors['out.centre']!, above.centre);
    expectClose(found.tensors['h1.weight']!, below.weight);
    expectClose(found.tensors['h1.logWidth']!, below.logWidth);
    expectClose(found.inputs, below.inputs);
  });
});

describe('a training step', () => {
  const network = planResponsibilityNetwork([3, 4, 2], 'relu');
  const tensors = variedTensors(initialResponsibility(network, random()));
  const batch = batchOf(3, [0, 1, 1]);
  const start = { tensors, optimizer: freshOptimizer };

  test('goes against the gradient by the learning rate and tells the loss before it', () => {
    const before = structuredClone({ start, batch });
    const gradients = networkGradients(network, tensors, batch, { mode: 'full' });
    const step = gradientStep(network, start, batch, { mode: 'full', optimizer: sgd, lr: 0.25 });
    for (const [name, values] of Object.entries(tensors))
      expectClose(
        step.state.tensors[name]!,
        values.map((v, k) => v - 0.25 * gradients.tensors[name]![k]!),
      );
    expect([step.loss, step.outputs]).toEqual([gradients.loss, gradients.outputs]);
    expect(step.state.optimizer.step).toBe(1);
    expect({ start, batch }).toEqual(before);
  });

  test('keeps σ between 0.01 and 100', () => {
    const wide = { ...tensors, 'h1.logWidth': Float64Array.of(-9, 9, 0.5, -4) };
    const step = gradientStep(network, { ...start, tensors: wide }, batch, { mode: 'stop', optimizer: sgd });
    expect([...step.state.tensors['h1.logWidth']!]).toEqual([Math.log(0.01), Math.log(100), 0.5, -4]);
  });

  test('with stopped shares leaves centres and widths to themselves, whatever the weight decay', () => {
    const optimizer = { ...sgd, weightDecay: 0.5 };
    const { state } = gradientStep(network, start, batch, { mode: 'stop', optimizer });
    for (const name of ['h1.centre', 'h1.logWidth', 'out.centre', 'out.logWidth'])
      expect(state.tensors[name]).toEqual(tensors[name]);
    expect(state.tensors['h1.weight']).not.toEqual(tensors['h1.weight']);
    expect(Object.keys(state.optimizer.moments)).toEqual([
      ...['h1.weight.velocity', 'h1.bias.velocity', 'out.weight.velocity', 'out.bias.velocity'],
    ]);
  });

  test('with the local rule moves centres by η n times the mean of ρ (x − c), and nothing else by it', () => {
    const plain = gradientStep(network, start, batch, { mode: 'stop', optimizer: sgd });
    const moved = gradientStep(network, start, batch, { mode: 'stop', optimizer: sgd, centreRate: 0.01 });
    const [first] = layersOf(network, tensors);
    const drift = new Float64Array(12);
    for (let b = 0; b < 3; b++) {
      const x = batch.inputs.slice(b * 3, (b + 1) * 3);
      responsibilitiesOf(first!, x).forEach((share, k) => {
        drift[k]! += share * (x[k % 3]! - first!.centre[k]!);
      });
    }
    expectClose(
      moved.state.tensors['h1.centre']!,
      first!.centre.map((c, k) => c + (0.01 * 3 * drift[k]!) / 3),
    );
    expect(moved.state.tensors['out.centre']).not.toEqual(tensors['out.centre']);
    for (const name of Object.keys(tensors).filter((tensor) => !tensor.endsWith('centre')))
      expect(moved.state.tensors[name]).toEqual(plain.state.tensors[name]);
  });
});
