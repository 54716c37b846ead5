import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyRule } from '../../../src/core/feedback/apply-rule.js';
import { epsilonFeedback } from '../../../src/core/feedback/epsilon.js';
import { normedReward, stabilised } from '../../../src/core/feedback/stabilised.js';
import { expectClose } from '../expect-close.js';
import { anyLayer, FAN_IN, FAN_OUT, ROWS } from './any-layer.js';
import { layerAtWork, lists } from './layer-at-work.js';

describe('the epsilon rule', () => {
  test('steps by the magnitude of a weight and sends on by its sign', () => {
    // z = 2·1 + (−1)(−3) − 1 = 4, n = 8 / (4 + 4) = 1
    // f_W = |W| x n = 1·2, 3·(−1);  f_b = |−1| · 1;  R_in = x n W = 2·1, (−1)(−3)
    const layer = layerAtWork({ inputs: [2, -1], weights: [1, -3], bias: [-1], reward: [8], fanOut: 1, epsilon: 4 });
    expect(lists(epsilonFeedback(layer, true))).toEqual({ weights: [2, -3], bias: [1], inputs: [2, 3] });
  });

  test('adds over rows and outputs', () => {
    // Row 1: x = 1, z = 2, −1, n = 3/3, −4/−2 = 1, 2.  Row 2: x = 2, z = 4, −2, n = 5/5, 3/−3 = 1, −1.
    // f_W = 2·(1·1 + 2·1), 1·(1·2 + 2·−1);  R_in = 1·(1·2 + 2·−1), 2·(1·2 + −1·−1)
    const layer = layerAtWork({ inputs: [1, 2], weights: [2, -1], reward: [3, -4, 5, 3], fanOut: 2, epsilon: 1 });
    expect(lists(epsilonFeedback(layer, true))).toEqual({ weights: [6, 0], bias: undefined, inputs: [0, 6] });
  });

  test('conserves reward up to ε, counting the share of the bias: Σ R_in + n·b = R·z / s(z)', () => {
    fc.assert(
      fc.property(anyLayer, (numbers) => {
        const layer = layerAtWork(numbers);
        const { inputs } = epsilonFeedback(layer, true);
        for (let row = 0; row < ROWS; row++) {
          let sent = 0;
          for (let i = 0; i < FAN_IN; i++) sent += inputs![row * FAN_IN + i]!;
          let kept = 0;
          // Contributions and rewards may cancel: rounding is measured by what was added up.
          let added = 0;
          for (let j = 0; j < FAN_OUT; j++) {
            const k = row * FAN_OUT + j;
            sent += layer.normed()[k]! * layer.bias![j]!;
            added += Math.abs(layer.normed()[k]! * layer.bias![j]!);
            for (let i = 0; i < FAN_IN; i++)
              added += Math.abs(
                layer.normed()[k]! * numbers.inputs[row * FAN_IN + i]! * numbers.weights[i * FAN_OUT + j]!,
              );
            kept += (layer.reward()[k]! * layer.sums[k]!) / stabilised(layer.sums[k]!, numbers.epsilon);
          }
          expectClose([sent], [kept], 1e-12, added);
        }
      }),
    );
  });

  test('never moves a parameter that is 0', () => {
    fc.assert(
      fc.property(anyLayer, (numbers) => {
        const { weight, bias } = epsilonFeedback(layerAtWork(numbers), false).tensors;
        numbers.weights.forEach((w, k) => {
          if (w === 0) expect(weight![k]! + 0).toBe(0);
        });
        numbers.bias.forEach((b, k) => {
          if (b === 0) expect(bias![k]! + 0).toBe(0);
        });
      }),
    );
  });
});

test('a denominator keeps its sign and 0 counts as positive', () => {
  expect([stabilised(1, 0.5), stabilised(-1, 0.5), stabilised(0, 0.5), stabilised(-0, 0.5)]).toEqual([
    1.5, -1.5, 0.5, 0.5,
  ]);
  // No reward stays no reward, also where ε = 0 would divide 0 by 0.
  expect([...normedReward(Float64Array.of(0, 3), Float64Array.of(0, -1), 0)]).toEqual([0, -3]);
});

test.each(['epsilon', 'z-plus', 'hebbian', 'oja', 'gamma', 'alpha-beta'] as const)(
  'rule %s leaves the reward of the inputs out when nobody wants it, and changes nothing else by it',
  (kind) => {
    const layer = layerAtWork({
      inputs: [2, -1],
      weights: [1, -3, 2, 1],
      bias: [1, -1],
      reward: [8, -2],
      fanOut: 2,
      epsilon: 1,
    });
    const rule = { kind, epsilon: 1, gamma: 0.5, alpha: 2, beta: 1 } as const;
    const wanted = applyRule(rule, layer, true);
    expect(wanted.inputs).toBeInstanceOf(Float64Array);
    expect(applyRule(rule, layer, false)).toEqual({ ...wanted, inputs: undefined });
  },
);
