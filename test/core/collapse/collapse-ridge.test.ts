import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersOf } from '../../../src/core/answers.js';
import { NonFiniteNumber } from '../../../src/core/check-numbers.js';
import { agreement } from '../../../src/core/collapse/agreement.js';
import { solvePositiveDefinite } from '../../../src/core/collapse/cholesky.js';
import { collapseLinear } from '../../../src/core/collapse/collapse-linear.js';
import { collapseRidge } from '../../../src/core/collapse/collapse-ridge.js';
import { affineOutputs, stackOutputs } from '../../../src/core/collapse/dense-stack.js';
import { reals } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween } from '../network/random-numbers.js';
import { stackOf } from './small-stacks.js';

describe('the ridge collapse', () => {
  test('fits a line by hand: x = 0, 2, y = 1, 5, λ = 2', () => {
    // centred x = ∓1, y = ∓2: W = (1·2 + 1·2) / (1 + 1 + 2) = 1, b = 3 − 1·1
    expect(collapseRidge(Float64Array.of(0, 2), Float64Array.of(1, 5), { width: 1, outputs: 1 }, 2)).toEqual({
      inputs: 1,
      outputs: 1,
      weights: Float64Array.of(1),
      bias: Float64Array.of(2),
    });
  });

  test('(assertion 8) gives 0.5 ± 1e-6 everywhere on XOR: no single layer can do better', () => {
    for (const inputs of [Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1), Float64Array.of(-1, -1, -1, 1, 1, -1, 1, 1)])
      for (const lambda of [0, 1e-3, 1]) {
        const map = collapseRidge(inputs, Float64Array.of(0, 1, 1, 0), { width: 2, outputs: 1 }, lambda);
        for (const y of affineOutputs(map, inputs)) expect(Math.abs(y - 0.5)).toBeLessThanOrEqual(1e-6);
      }
  });

  test('finds a linear teacher again as λ goes to 0', () => {
    const teacher = stackOf([4, 5, 3], 3);
    const inputs = numbersBetween(-1, 1, 80, 1);
    const answers = stackOutputs(teacher, inputs, { kind: 'identity' });
    const [found, given] = [collapseRidge(inputs, answers, { width: 4, outputs: 3 }, 0), collapseLinear(teacher)];
    expectClose(found.weights, given.weights, 1e-12, 1);
    expectClose(found.bias, given.bias, 1e-12, 1);
  });

  test('is where the derivative of ‖X Wᵀ + b − Y‖² + λ ‖W‖² is 0', () => {
    fc.assert(
      fc.property(reals(24), reals(16), fc.double({ min: 0.01, max: 10, noNaN: true }), (x, y, lambda) => {
        const map = collapseRidge(x, y, { width: 3, outputs: 2 }, lambda);
        const left = affineOutputs(map, x).map((answer, k) => answer - y[k]!);
        for (let j = 0; j < 2; j++) {
          let slope = 0;
          for (let r = 0; r < 8; r++) slope += left[2 * r + j]!;
          expectClose([slope], [0], 1e-12, 8 * 3);
          for (let i = 0; i < 3; i++) {
            let sum = lambda * map.weights[3 * j + i]!;
            for (let r = 0; r < 8; r++) sum += left[2 * r + j]! * x[3 * r + i]!;
            // Inputs and answers up to 3; a small λ lets W be as large as 1 / λ times the noise of alike inputs.
            expectClose([sum], [0], 1e-12, (8 * 3 * 3 * 3) / lambda);
          }
        }
      }),
    );
  });

  test.each<[string, () => unknown, string, (new (message: string) => RangeError)?]>([
    [
      'no inputs',
      () => collapseRidge(new Float64Array(0), new Float64Array(0), { width: 2, outputs: 1 }, 1),
      'inputs must be one or more rows of 2 values, got 0 values',
    ],
    [
      'answers to other inputs',
      () => collapseRidge(new Float64Array(4), new Float64Array(3), { width: 2, outputs: 1 }, 1),
      'answers must be [count × outputs] = [2 × 1] = 2 values, got 3',
    ],
    [
      'an infinite answer',
      () => collapseRidge(new Float64Array(2), Float64Array.of(Infinity), { width: 2, outputs: 1 }, 1),
      'answers[0] must be finite, got Infinity',
      NonFiniteNumber,
    ],
    [
      'a negative λ',
      () => collapseRidge(new Float64Array(2), new Float64Array(1), { width: 2, outputs: 1 }, -1),
      'lambda must be >= 0 and finite, got -1',
    ],
    [
      'λ = 0 where an input never changes',
      () => collapseRidge(Float64Array.of(1, 0, 2, 0), Float64Array.of(0, 1), { width: 2, outputs: 1 }, 0),
      'the matrix is not positive definite: pivot 1 is 0 of 0',
    ],
  ])('refuses %s', (_what, act, message, Refused = RangeError) => {
    expect(act).toThrow(new Refused(message));
  });
});

describe('solving by Cholesky', () => {
  test('is right by hand: ((4, 2), (2, 5)) (1, 2) = (8, 12)', () => {
    expectClose(solvePositiveDefinite(Float64Array.of(4, 2, 2, 5), Float64Array.of(8, 12), 2), [1, 2], 1e-15);
  });

  test('refuses a matrix that is not positive definite', () => {
    expect(() => solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1), 2)).toThrow(
      new RangeError('the matrix is not positive definite: pivot 1 is -3 of 1'),
    );
  });
});

describe('agreement', () => {
  test('is the share of equal answers; of equal outputs the first counts', () => {
    const a = Float64Array.of(1, 0, 0, 1, 2, 2);
    expect([...answersOf(a, 2)]).toEqual([0, 1, 0]);
    expect(agreement(a, Float64Array.of(5, 1, 3, 2, 0, 1), 2)).toBe(1 / 3);
    expect(agreement(a, a, 2)).toBe(1);
  });

  test('refuses outputs of different lengths', () => {
    expect(() => agreement(new Float64Array(4), new Float64Array(2), 2)).toThrow(
      new RangeError('other outputs must be [count × classes] = [2 × 2] = 4 values, got 2'),
    );
  });
});
