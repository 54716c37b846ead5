import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alphaBetaFeedback, zPlusFeedback } from '../../../src/core/feedback/signed-contributions.js';
import { expectClose } from '../expect-close.js';
import { anyLayer, FAN_IN, FAN_OUT, ROWS } from './any-layer.js';
import { type LayerNumbers, layerAtWork, lists } from './layer-at-work.js';

// Contributions x·w: 2, 3, −3, −4, and the bias 2.  z⁺ = 7, z⁻ = −7;  R / s: 16 / (7 + 1) = 2 and 16 / (−7 − 1) = −2.
const mixed: LayerNumbers = {
  inputs: [2, -1, 1, -2],
  weights: [1, -3, -3, 2],
  bias: [2],
  reward: [16],
  fanOut: 1,
  epsilon: 1,
};

/** R_{i→j} of the definition, one by one: contribution of one sign over their sum, times the reward. */
function shares(numbers: LayerNumbers, sign: 1 | -1) {
  const ofSign = (v: number): number => (Math.sign(v) === sign ? v : 0);
  const inputs = new Float64Array(ROWS * FAN_IN);
  const weights = new Float64Array(FAN_IN * FAN_OUT);
  const bias = new Float64Array(FAN_OUT);
  let conserved = 0;
  for (let row = 0; row < ROWS; row++)
    for (let j = 0; j < FAN_OUT; j++) {
      const contribution = (i: number): number =>
        ofSign(numbers.inputs[row * FAN_IN + i]! * numbers.weights[i * FAN_OUT + j]!);
      const b = ofSign(numbers.bias![j]!);
      let total = b;
      for (let i = 0; i < FAN_IN; i++) total += contribution(i);
      const denominator = total >= 0 ? total + numbers.epsilon : total - numbers.epsilon;
      const normed = numbers.reward[row * FAN_OUT + j]! / denominator;
      for (let i = 0; i < FAN_IN; i++) {
        inputs[row * FAN_IN + i]! += contribution(i) * normed;
        weights[i * FAN_OUT + j]! += Math.sign(numbers.weights[i * FAN_OUT + j]!) * contribution(i) * normed;
      }
      bias[j]! += Math.sign(b) * b * normed;
      conserved += normed * total;
    }
  return { inputs, weights, bias, conserved };
}

const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0);
/** Σ |R|: rewards of different rows and units may cancel, so a sum's own magnitude is no measure of its rounding. */
const added = (numbers: LayerNumbers): number => total(Array.from(numbers.reward, Math.abs));
/** What the biases kept: their feedback with the sign of each. */
const biasShare = (feedback: Float64Array, bias: Float64Array): number =>
  total(feedback.map((f, j) => f * Math.sign(bias[j]!)));

describe('the z-plus rule', () => {
  test('shares the reward among the contributions above 0', () => {
    // R_in = 2·2, 2·3, 0, 0;  f_W the same with the signs of the weights;  f_b = 2·2.  4 + 6 + 4 = 14 = 16 · 7/8
    expect(lists(zPlusFeedback(layerAtWork(mixed), true, 1))).toEqual({
      weights: [4, -6, 0, 0],
      bias: [4],
      inputs: [4, 6, 0, 0],
    });
  });

  test('is what its definition says, contribution by contribution, and conserves R · z⁺ / s(z⁺)', () => {
    fc.assert(
      fc.property(anyLayer, (numbers) => {
        const sent = zPlusFeedback(layerAtWork(numbers), true, numbers.epsilon);
        const wanted = shares(numbers, 1);
        expectClose(sent.inputs!, wanted.inputs, 1e-12, added(numbers));
        expectClose(sent.tensors['weight']!, wanted.weights, 1e-12, added(numbers));
        expectClose(sent.tensors['bias']!, wanted.bias, 1e-12, added(numbers));
        expectClose(
          [total(sent.inputs!) + biasShare(sent.tensors['bias']!, numbers.bias)],
          [wanted.conserved],
          1e-12,
          added(numbers),
        );
      }),
    );
  });
});

describe('the alpha-beta rule', () => {
  test('takes β times the negative share from α times the positive one', () => {
    // α = 2, β = 1.  Negative: R_in = −2·−3, −2·−4 = 6, 8;  with the signs of the weights −3 and 2: f = −6, 8.
    // R_in = 2·4, 2·6, −6, −8;  f_W = 2·4, 2·−6, 6, −8;  f_b = 2·4 − 0.  8 + 12 − 6 − 8 + 8 = 14 = 16 · (2·7/8 − 7/8)
    expect(lists(alphaBetaFeedback(layerAtWork(mixed), true, 2, 1, 1))).toEqual({
      weights: [8, -12, 6, -8],
      bias: [8],
      inputs: [8, 12, -6, -8],
    });
  });

  test('is α times z⁺ shares minus β times z⁻ shares, and conserves R · (α z⁺/s(z⁺) − β z⁻/s(z⁻))', () => {
    fc.assert(
      fc.property(anyLayer, fc.constantFrom(0, 0.5, 1, 2), (numbers, beta) => {
        const alpha = 1 + beta;
        const sent = alphaBetaFeedback(layerAtWork(numbers), true, alpha, beta, numbers.epsilon);
        const [up, down] = [shares(numbers, 1), shares(numbers, -1)];
        const combined = (a: Float64Array, b: Float64Array) => a.map((v, k) => alpha * v - beta * b[k]!);
        const scale = (alpha + beta) * added(numbers);
        expectClose(sent.inputs!, combined(up.inputs, down.inputs), 1e-12, scale);
        expectClose(sent.tensors['weight']!, combined(up.weights, down.weights), 1e-12, scale);
        expectClose(sent.tensors['bias']!, combined(up.bias, down.bias), 1e-12, scale);
        const kept = alpha * up.conserved - beta * down.conserved;
        expectClose([total(sent.inputs!) + biasShare(sent.tensors['bias']!, numbers.bias)], [kept], 1e-12, scale);
      }),
    );
  });

  test('with α = 1, β = 0 is the z-plus rule', () => {
    fc.assert(
      fc.property(anyLayer, (numbers) => {
        const layer = layerAtWork(numbers);
        const plain = zPlusFeedback(layer, true, numbers.epsilon);
        expect(lists(alphaBetaFeedback(layer, true, 1, 0, numbers.epsilon))).toEqual(lists(plain));
      }),
    );
  });

  test('refuses α − β other than 1 and names all three', () => {
    const layer = layerAtWork(mixed);
    expect(() => alphaBetaFeedback(layer, true, 2, 0.5, 1)).toThrow(
      new RangeError('alpha − beta must be 1, got 2 − 0.5 = 1.5'),
    );
    // 1.1 − 0.1 is 1 but for rounding.
    expect(() => alphaBetaFeedback(layer, true, 1.1, 0.1, 1)).not.toThrow();
  });
});
