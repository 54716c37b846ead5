import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TensorPlan, Tensors } from '../../../src/core/layers/tensors.js';
import { tensorPlans } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { kindProblems } from '../../../src/core/option-problems.js';
import { drawDirection, shiftedTensors } from '../../../src/core/perturbation/perturbation-direction.js';
import { perturbationFeedback, type Trial } from '../../../src/core/perturbation/perturbation-feedback.js';
import {
  PERTURBATION_DEFAULTS,
  PERTURBATION_OPTIONS,
  PERTURBATION_RULES,
} from '../../../src/core/perturbation/perturbation-rule.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { eighths } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { startingTensors } from '../network/random-numbers.js';
import { dense, lif, network } from '../network/small-networks.js';

const random = () => createRandomStreams(1).fresh('directions');

/** Both losses along a direction. */
function trial(tensors: Tensors, direction: Tensors, scale: number, loss: (tensors: Tensors) => number): Trial {
  return {
    direction,
    lossAbove: loss(shiftedTensors(tensors, direction, scale)),
    lossBelow: loss(shiftedTensors(tensors, direction, -scale)),
  };
}

/** All 2ⁿ directions of −1 and 1 for a weight tensor of `n − 1` values and a bias of one. */
function everyDirection(n: number): readonly Tensors[] {
  return Array.from({ length: 2 ** n }, (_, bits) => {
    const signs = Float64Array.from({ length: n }, (_, k) => ((bits >> k) & 1 ? 1 : -1));
    return { 'out.weight': signs.slice(0, n - 1), 'out.bias': signs.slice(n - 1) };
  });
}

const joined = (tensors: Tensors): Float64Array => Float64Array.of(...tensors['out.weight']!, ...tensors['out.bias']!);
const named = (values: Float64Array): Tensors => ({ 'out.weight': values.slice(0, -1), 'out.bias': values.slice(-1) });

describe('the estimate', () => {
  test('of a loss 3 w + 2 b along Δ = (1, −1) is (gᵀΔ) Δ = (3 − 2)(1, −1); feedback is minus that', () => {
    const direction = { 'out.weight': Float64Array.of(1), 'out.bias': Float64Array.of(-1) };
    const tensors = { 'out.weight': Float64Array.of(0.5), 'out.bias': Float64Array.of(4) };
    const loss = (t: Tensors): number => 3 * t['out.weight']![0]! + 2 * t['out.bias']![0]!;
    // c = 0.25: w 0.5 ± 0.25, b 4 ∓ 0.25; L = 2.25 + 7.5 = 9.75 above, 0.75 + 8.5 = 9.25 below; 0.5 / 0.5 = 1.
    const shown = trial(tensors, direction, 0.25, loss);
    expect([shown.lossAbove, shown.lossBelow]).toEqual([9.75, 9.25]);
    expect(perturbationFeedback([shown], { scale: 0.25 })).toEqual({
      'out.weight': Float64Array.of(-1),
      'out.bias': Float64Array.of(1),
    });
  });

  test('of a linear loss is (gᵀΔ) Δ for any direction, also a gaussian one', () => {
    fc.assert(
      fc.property(eighths(4), eighths(4), eighths(4), fc.constantFrom(0.125, 0.5, 2), (gradient, start, delta, c) => {
        const inner = (a: Float64Array): number => a.reduce((sum, x, k) => sum + gradient[k]! * x, 0);
        const shown = trial(named(start), named(delta), c, (t) => inner(joined(t)));
        const expected = delta.map((d) => -inner(delta) * d);
        expectClose(joined(perturbationFeedback([shown], { scale: c })), expected, 1e-12, 1);
      }),
    );
  });

  test('of a quadratic loss, averaged over all Rademacher directions, is its gradient, whatever the scale', () => {
    // L = gᵀθ + ½ θᵀHθ: odd orders beyond the first are absent, so central differences are exact.
    fc.assert(
      fc.property(eighths(16), eighths(4), eighths(4), fc.constantFrom(0.125, 1, 4), (matrix, g, start, c) => {
        const curved = (x: Float64Array, i: number): number =>
          x.reduce((sum, xj, j) => sum + (matrix[4 * i + j]! + matrix[4 * j + i]!) * xj, 0);
        const loss = (t: Tensors): number => {
          const x = joined(t);
          return x.reduce((sum, xi, i) => sum + xi * (g[i]! + curved(x, i) / 2), 0);
        };
        const trials = everyDirection(4).map((direction) => trial(named(start), direction, c, loss));
        const gradient = start.map((_, i) => g[i]! + curved(start, i));
        const feedback = joined(perturbationFeedback(trials, { scale: c }));
        expectClose(
          feedback,
          gradient.map((x) => -x),
          1e-9,
          1,
        );
      }),
    );
  });

  test('refuses nothing to average and losses that are not finite', () => {
    expect(() => perturbationFeedback([], { scale: 1 })).toThrow(
      new RangeError('an estimate needs at least one direction'),
    );
    const direction = { a: Float64Array.of(1) };
    const trials = [
      { direction, lossAbove: 1, lossBelow: 1 },
      { direction, lossAbove: Number.NaN, lossBelow: 1 },
    ];
    expect(() => perturbationFeedback(trials, { scale: 1 })).toThrow(
      new RangeError('the losses of direction 2 must be finite, got NaN and 1'),
    );
  });
});

describe('a direction', () => {
  const plan = planNetwork(
    network(
      [2, 3, 3],
      [
        { id: 'norm', kind: 'batch-norm', epsilon: 1e-5, neuron: lif },
        { id: 'flat', kind: 'flatten' },
        dense('out', 100, lif),
      ],
    ),
  );
  const plans = tensorPlans(plan);

  test('moves all weights and biases, and never fixed statistics', () => {
    const direction = drawDirection(plans, { distribution: 'rademacher' }, random());
    expect(Object.entries(direction).map(([name, { length }]) => [name, length])).toEqual([
      ['norm.weight', 2],
      ['norm.bias', 2],
      ['out.weight', 1800],
      ['out.bias', 100],
    ]);
    const tensors = startingTensors(plan);
    const before = structuredClone(tensors);
    const moved = shiftedTensors(tensors, direction, 0.5);
    expect(tensors).toEqual(before);
    expect(moved['norm.running_mean']).toBe(tensors['norm.running_mean']);
    expect(moved['norm.running_var']).toBe(tensors['norm.running_var']);
    expect(moved['out.bias']).toEqual(tensors['out.bias']!.map((b, k) => b + 0.5 * direction['out.bias']![k]!));
  });

  test.each(['rademacher', 'gaussian'] as const)('of a %s distribution has mean 0 and variance 1', (distribution) => {
    const values = drawDirection(plans, { distribution }, random())['out.weight']!;
    if (distribution === 'rademacher') expect(new Set(values)).toEqual(new Set([-1, 1]));
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    // Five standard errors: 5 / √1800 = 0.118; of the squares of normal numbers √2 as much.
    expect(Math.abs(mean)).toBeLessThan(0.118);
    expect(Math.abs(variance - 1)).toBeLessThan(0.167);
  });

  test('that does not fit the tensors is refused', () => {
    const shift = (direction: Tensors) => () => shiftedTensors({ a: Float64Array.of(1, 2) }, direction, 1);
    expect(shift({ a: Float64Array.of(1) })).toThrow(new RangeError('the direction of "a" must hold 2 values, got 1'));
    expect(shift({ b: Float64Array.of(1) })).toThrow(new RangeError('the direction of "b" must hold 0 values, got 1'));
  });

  test('is drawn in the order of the tensors, one number a value', () => {
    const numbers = [0.1, 0.6, 0.5, 0.4];
    const tensor = (name: string, length: number): TensorPlan => ({
      ...{ name, length, exchangeShape: [length], layout: 'vector', trainable: true },
      start: { kind: 'constant', value: 0 },
    });
    const drawn = drawDirection(
      [tensor('a', 3), tensor('b', 1)],
      { distribution: 'rademacher' },
      () => numbers.shift()!,
    );
    expect(drawn).toEqual({ a: Float64Array.of(-1, 1, 1), b: Float64Array.of(-1) });
  });
});

test('every option is checked, all at once', () => {
  const said = (rule: object): string[] =>
    kindProblems(rule as { kind: string }, PERTURBATION_OPTIONS, 'rule').map(
      ({ field, expected, got }) => `${field}: ${expected}, got ${got}`,
    );
  expect(said(PERTURBATION_DEFAULTS)).toEqual([]);
  expect(Object.keys(PERTURBATION_RULES)).toEqual(Object.keys(PERTURBATION_OPTIONS));
  expect(said({ kind: 'perturbation', scale: 0, directions: 1.5, distribution: 'uniform' })).toMatchInlineSnapshot(`
    [
      "rule.scale: a number > 0, got 0",
      "rule.directions: an integer >= 1 and <= 1000, got 1.5",
      "rule.distribution: one of "rademacher", "gaussian", got "uniform"",
    ]
  `);
  expect(said({ kind: 'perturbation' })).toMatchInlineSnapshot(`
    [
      "rule.scale: a number > 0, got nothing",
      "rule.directions: an integer >= 1 and <= 1000, got nothing",
      "rule.distribution: one of "rademacher", "gaussian", got nothing",
    ]
  `);
});
