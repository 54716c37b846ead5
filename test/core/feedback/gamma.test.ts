import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epsilonFeedback } from '../../../src/core/feedback/epsilon.js';
import { gammaFeedback } from '../../../src/core/feedback/gamma.js';
import { expectClose } from '../expect-close.js';
import { anyLayer } from './any-layer.js';
import { layerAtWork, lists } from './layer-at-work.js';

describe('the gamma rule', () => {
  test('counts positive contributions to a sum above 0 twice at γ = 1', () => {
    // z = 2·1 + (−1)(−1) − 1 = 2;  z₊ = 2·2 + (−1)(−2) − 1 = 5;  a = 40 / (5 + 3) = 5
    // R_in = x⁺ a W↑, x⁻ a W↓ = 2·5·2, −1·5·−2.  Parameters by n = 40 / (2 + 3) = 8: 1·2·8, 1·(−1)·8, |−1|·8
    const layer = layerAtWork({ inputs: [2, -1], weights: [1, -1], bias: [-1], reward: [40], fanOut: 1, epsilon: 3 });
    expect(lists(gammaFeedback(layer, true, 1, 3))).toEqual({ weights: [16, -8], bias: [8], inputs: [20, 10] });
  });

  test('counts negative contributions to a sum below 0 twice at γ = 1', () => {
    // z = 2·−1 + (−1)(−1) − 1 = −2;  z₋ = 2·−2 + (−1)(−1) − 2 = −5;  c = 40 / (−5 − 3) = −5
    // R_in = x⁺ c W↓, x⁻ c W↑ = 2·−5·−2, −1·−5·−1.  n = 40 / (−2 − 3) = −8
    const layer = layerAtWork({ inputs: [2, -1], weights: [-1, -1], bias: [-1], reward: [40], fanOut: 1, epsilon: 3 });
    expect(lists(gammaFeedback(layer, true, 1, 3))).toEqual({ weights: [-16, 8], bias: [-8], inputs: [20, -5] });
  });

  test('sends nothing on from a sum of exactly 0', () => {
    const layer = layerAtWork({ inputs: [1, 1], weights: [1, -1], reward: [4], fanOut: 1, epsilon: 1 });
    expect(lists(gammaFeedback(layer, true, 1, 1)).inputs).toEqual([0, 0]);
  });

  test('is the epsilon rule at γ = 0, where the sum is not 0', () => {
    fc.assert(
      fc.property(anyLayer, (numbers) => {
        const layer = layerAtWork(numbers);
        fc.pre(layer.sums.every((z) => z !== 0));
        expectClose(gammaFeedback(layer, true, 0, numbers.epsilon).inputs!, epsilonFeedback(layer, true).inputs!, 1e-9);
      }),
    );
  });

  test('tends to the epsilon rule as γ tends to 0: ten times less γ, ten times less difference', () => {
    const numbers = { inputs: [2, -1, 1], weights: [1, -1, -0.5], bias: [0.5], reward: [3], fanOut: 1, epsilon: 1e-6 };
    const layer = layerAtWork(numbers);
    const plain = epsilonFeedback(layer, true).inputs!;
    const difference = (gamma: number): number =>
      Math.max(...gammaFeedback(layer, true, gamma, 1e-6).inputs!.map((r, k) => Math.abs(r - plain[k]!)));
    expect(difference(1e-3)).toBeGreaterThan(0);
    expect(difference(1e-3) / difference(1e-4)).toBeCloseTo(10, 1);
    expect(difference(1e-4) / difference(1e-5)).toBeCloseTo(10, 2);
  });
});
