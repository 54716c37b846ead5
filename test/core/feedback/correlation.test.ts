import { describe, expect, test } from 'vitest';
import { hebbianFeedback, ojaFeedback } from '../../../src/core/feedback/correlation.js';
import { finishedOja, layerAtWork, lists } from './layer-at-work.js';

describe('the Hebbian variant', () => {
  test('grows with reward times activity', () => {
    // z = 1·−2 + 1, 2·−2 + 1 = −1, −3;  R ⊙ z = −1, −6
    // f_W = |−2| · (1·−1 + 2·−6) = −26;  f_b = 1 · (−1 − 6);  n = 1/−2, 2/−4, R_in = x n W = 1·−½·−2, 2·−½·−2
    const layer = layerAtWork({ inputs: [1, 2], weights: [-2], bias: [1], reward: [1, 2], fanOut: 1, epsilon: 1 });
    expect(lists(hebbianFeedback(layer, true))).toEqual({ weights: [-26], bias: [-7], inputs: [1, 2] });
  });
});

describe('the Oja variant', () => {
  test('lets the growth decay with the parameter', () => {
    // x = 1, −1;  z = 2 − 1, −2 − 1 = 1, −3;  R ⊙ z = 1, −6
    // weight: g = 1 + 6 = 7;  ρ = (1·1 + (−1)(−27)) / (1·1 + (−1)(−3)) = 28/4 = 7;  f = 2·(7 − 7·2) = −14
    // bias: g = 1 − 6 = −5;  ρ = (1 − 27) / (1 − 3) = 13;  f = 1·(−5 − 13·−1) = 8
    // n = 1/(1 + 1), 2/(−3 − 1) = ½, −½;  R_in = 1·½·2, −1·−½·2
    const layer = layerAtWork({ inputs: [1, -1], weights: [2], bias: [-1], reward: [1, 2], fanOut: 1, epsilon: 1 });
    expect(lists(finishedOja(layer, ojaFeedback(layer, true)))).toEqual({ weights: [-14], bias: [8], inputs: [1, 1] });
  });

  test('takes the numerator alone where the denominator is 0', () => {
    // x = 0, 0, −3;  z = 1, 1, −2;  no reward, so g = 0
    // weight: ρ = (−3·−8) / (−3·−2) = 4, f = 1·(0 − 4·1);  bias: Σz = 0, so ρ = Σz³ = 1 + 1 − 8, f = 1·(0 + 6·1)
    const layer = layerAtWork({
      inputs: [0, 0, -3],
      weights: [1],
      bias: [1],
      reward: [0, 0, 0],
      fanOut: 1,
      epsilon: 1,
    });
    expect(lists(finishedOja(layer, ojaFeedback(layer, false)))).toEqual({
      weights: [-4],
      bias: [6],
      inputs: undefined,
    });
  });
});
