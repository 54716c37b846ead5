import { describe, expect, test } from 'vitest';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { clippedFeedback, globalNorm } from '../../../src/core/optimizers/clipping.js';
import type { OptimizerDescription } from '../../../src/core/optimizers/optimizer.js';
import { freshOptimizer, optimizerStep } from '../../../src/core/optimizers/optimizer-step.js';

const tensors = (values: Readonly<Record<string, readonly number[]>>): Tensors =>
  Object.fromEntries(Object.entries(values).map(([name, numbers]) => [name, Float64Array.from(numbers)]));
const lists = (named: Tensors) =>
  Object.fromEntries(Object.entries(named).map(([name, values]) => [name, [...values]]));

describe('SGD', () => {
  const sgd: OptimizerDescription = { kind: 'sgd', lr: 0.5, momentum: 0.5, weightDecay: 0.25 };

  test('goes along the feedback, with momentum from the second step on', () => {
    const feedback = tensors({ w: [0.5, 1] });
    // g = θ/4 − f = ¼ − ½, −½ − 1;  θ − g/2 = 1 + ⅛, −2 + ¾
    const one = optimizerStep(sgd, tensors({ w: [1, -2] }), feedback, freshOptimizer, 0.5);
    expect(lists(one.tensors)).toEqual({ w: [1.125, -1.25] });
    expect(one.state).toEqual({ step: 1, moments: tensors({ 'w.velocity': [-0.25, -1.5] }) });
    // g = 0.28125 − 0.5, −0.3125 − 1;  m = −0.125 − 0.21875, −0.75 − 1.3125;  θ − m/2
    const two = optimizerStep(sgd, one.tensors, feedback, one.state, 0.5);
    expect(lists(two.tensors)).toEqual({ w: [1.125 + 0.34375 / 2, -1.25 + 2.0625 / 2] });
    expect(two.state).toEqual({ step: 2, moments: tensors({ 'w.velocity': [-0.34375, -2.0625] }) });
  });

  test('takes its learning rate from the step, not from its description', () => {
    const plain = { ...sgd, momentum: 0, weightDecay: 0 };
    const { tensors: after } = optimizerStep(plain, tensors({ w: [1] }), tensors({ w: [2] }), freshOptimizer, 0.125);
    expect(lists(after)).toEqual({ w: [1.25] });
  });
});

describe('Adam', () => {
  const adam: OptimizerDescription = { kind: 'adam', lr: 1, beta1: 0.5, beta2: 0.75, epsilon: 2, weightDecay: 0 };

  test('divides a running mean by a running deviation, both corrected for their start', () => {
    // g = −2;  m = ½ · −2 = −1;  v = ¼ · 4 = 1;  θ + 1/(1 − ½) · 1 / (√1 / √(1 − ¾) + 2) = 1 + 2/4
    const one = optimizerStep(adam, tensors({ w: [1] }), tensors({ w: [2] }), freshOptimizer, 1);
    expect(lists(one.tensors)).toEqual({ w: [1.5] });
    expect(one.state).toEqual({ step: 1, moments: tensors({ 'w.mean': [-1], 'w.square': [1] }) });
    // g = −3;  m = −½ − 3/2 = −2;  v = ¾ + 9/4 = 3;  θ + 1/(1 − ¼) · 2 / (√3 / √(1 − 9/16) + 2)
    const two = optimizerStep(adam, one.tensors, tensors({ w: [3] }), one.state, 1);
    expect(two.state).toEqual({ step: 2, moments: tensors({ 'w.mean': [-2], 'w.square': [3] }) });
    expect(two.tensors['w']![0]).toBeCloseTo(1.5 + 8 / 3 / (Math.sqrt(3 / (7 / 16)) + 2), 14);
  });

  test('adds weight decay to the gradient', () => {
    // g = 4/2 − 1 = 1;  m = ½, v = ¼;  4 − 2 · ½ / (½ / ½ + 2) = 4 − 1/3
    const decaying = { ...adam, weightDecay: 0.5 };
    const { tensors: after } = optimizerStep(decaying, tensors({ w: [4] }), tensors({ w: [1] }), freshOptimizer, 1);
    expect(after['w']![0]).toBeCloseTo(4 - 1 / 3, 14);
  });

  test('first moves every parameter by its learning rate, however small its feedback', () => {
    const usual: OptimizerDescription = { ...adam, beta1: 0.9, beta2: 0.999, epsilon: 1e-12 };
    const f = tensors({ w: [1e-3, -40] });
    const { tensors: after } = optimizerStep(usual, tensors({ w: [0, 0] }), f, freshOptimizer, 0.01);
    expect(lists(after)).toEqual({ w: [expect.closeTo(0.01, 10), expect.closeTo(-0.01, 10)] });
  });
});

test('an optimizer leaves its arguments alone and passes tensors without feedback on', () => {
  const [before, feedback] = [tensors({ w: [1], running: [5] }), tensors({ w: [2] })];
  const sgd: OptimizerDescription = { kind: 'sgd', lr: 1, momentum: 0.5, weightDecay: 0 };
  const first = optimizerStep(sgd, before, feedback, freshOptimizer, 1);
  optimizerStep(sgd, first.tensors, feedback, first.state, 1);
  expect(lists(before)).toEqual({ w: [1], running: [5] });
  expect(lists(first.tensors)).toEqual({ w: [3], running: [5] });
  expect(lists(first.state.moments)).toEqual({ 'w.velocity': [-2] });
  expect(freshOptimizer).toEqual({ step: 0, moments: {} });
});

describe('clipping', () => {
  const feedback = tensors({ w: [3, 0], b: [-4] });

  test('measures one norm over everything', () => {
    expect(globalNorm(feedback)).toBe(5);
  });

  test('shortens to the limit and keeps the direction', () => {
    // 2.5 / (5 + 10⁻⁶) of everything
    const clipped = clippedFeedback(feedback, 5, 2.5);
    expect(globalNorm(clipped)).toBeCloseTo(2.5, 6);
    expect(clipped['b']![0]! / clipped['w']![0]!).toBeCloseTo(-4 / 3, 14);
    expect(clipped['w']![0]).toBe((2.5 / (5 + 1e-6)) * 3);
  });

  test('leaves what is short enough', () => {
    expect(clippedFeedback(feedback, 5, 6)).toBe(feedback);
    const silence = tensors({ w: [0] });
    expect(clippedFeedback(silence, globalNorm(silence), 1)).toEqual(silence);
  });
});
