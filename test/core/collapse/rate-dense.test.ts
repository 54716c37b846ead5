import { describe, expect, test } from 'vitest';
import { stackOutputs } from '../../../src/core/collapse/dense-stack.js';
import { rateDense, rateResponse } from '../../../src/core/collapse/rate-dense.js';
import { advanceLif } from '../../../src/core/neurons/lif.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween } from '../network/random-numbers.js';
import { stackOf } from './small-stacks.js';

/** Spikes in `steps` of integrate-and-fire neurons under constant currents, reset by subtraction at the same step. */
function spikeCounts(currents: Float64Array, threshold: number, steps: number, voltage: number): Float64Array {
  const units = currents.length;
  const parameters = { decay: 1, threshold, reset: 'subtract', resetDelay: false } as const;
  const { spikes } = advanceLif(
    { values: currents, constant: true },
    { voltage: new Float64Array(units).fill(voltage) },
    parameters,
    { steps, batch: 1 },
  );
  const counts = new Float64Array(units);
  spikes.forEach((spike, k) => {
    counts[k % units]! += spike;
  });
  return counts;
}

describe('the rate of an integrate-and-fire neuron', () => {
  test('rounds down, stays in 0..θ, and to the nearest from V₀ = θ/2', () => {
    // θ = 0.5, T = 4: z = 0.3 → ⌊1.2 / 0.5⌋ = 2 spikes → 0.5·2/4
    const units = { steps: 4, threshold: 0.5 };
    expect([0.3, -1, 0, 9].map((z) => rateResponse(z, units))).toEqual([0.25, 0, 0, 0.5]);
    // ⌊(1.2 + 0.25) / 0.5⌋ = 2, ⌊(1.4 + 0.25) / 0.5⌋ = 3
    expect([0.3, 0.35].map((z) => rateResponse(z, { ...units, initialVoltage: 0.25 }))).toEqual([0.25, 0.375]);
  });

  test.each([0, 0.5])('is exactly what the neuron fires under 10,000 random constant currents (V₀ = %s θ)', (share) => {
    const currents = numbersBetween(-0.5, 1.5, 10_000, 3);
    for (const [threshold, steps] of [
      [1, 25],
      [0.7, 8],
    ] as const) {
      const counts = spikeCounts(currents, threshold, steps, share * threshold);
      const units = { steps, threshold, initialVoltage: share * threshold };
      const expected = currents.map((z) => Math.round((rateResponse(z, units) * steps) / threshold));
      expect(counts.filter((count, k) => count !== expected[k]).length).toBe(0);
    }
  });
});

describe('the rate form of a stack', () => {
  test('comes as near to clipped ReLU as 1 / T: the error shrinks by 8 when T grows by 8', () => {
    const stack = stackOf([4, 6, 3], 2).map((layer) => ({ ...layer, weights: layer.weights.map((w) => w / 4) }));
    const inputs = numbersBetween(-1, 1, 400, 5);
    const analog = stackOutputs(stack, inputs, { kind: 'relu' });
    const [coarse, fine] = [16, 128].map((steps) => {
      const answers = rateDense(stack, inputs, { steps, threshold: 1 });
      return answers.reduce((sum, y, k) => sum + Math.abs(y - analog[k]!), 0) / answers.length;
    });
    expect(coarse!).toBeGreaterThan(1e-3);
    expect(coarse! / fine!).toBeGreaterThan(6);
    expect(coarse! / fine!).toBeLessThan(10);
  });

  test('is W₂ rate(W₁ x + b₁) + b₂', () => {
    // z = 0.6·1 + 0.15 = 0.75, T = 2, θ = 1: ⌊1.5⌋ = 1 → 0.5; y = 3·0.5 − 1
    const stack = [
      { fanIn: 1, fanOut: 1, weights: Float64Array.of(0.6), bias: Float64Array.of(0.15) },
      { fanIn: 1, fanOut: 1, weights: Float64Array.of(3), bias: Float64Array.of(-1) },
    ];
    expectClose(rateDense(stack, Float64Array.of(1), { steps: 2, threshold: 1 }), [0.5], 1e-15);
  });

  test.each([
    ['no steps', { steps: 0, threshold: 1 }, 'steps must be a whole number >= 1, got 0'],
    ['a threshold of 0', { steps: 1, threshold: 0 }, 'threshold must be > 0 and finite, got 0'],
    [
      'a start at the threshold',
      { steps: 1, threshold: 1, initialVoltage: 1 },
      'initialVoltage must be in 0..threshold = 1, got 1',
    ],
  ])('refuses %s', (_what, units, message) => {
    expect(() => rateDense(stackOf([2, 2, 1]), Float64Array.of(0, 0), units)).toThrow(new RangeError(message));
  });
});
