import { describe, expect, test } from 'vitest';
import { NonFiniteNumber } from '../../../src/core/check-numbers.js';
import {
  backPropagated,
  startBackPropagation,
  stepBackPropagation,
} from '../../../src/core/front-contribution/back-propagation.js';
import {
  compensatedOutput,
  frozenCompensation,
  movingCompensation,
  startCompensation,
  stepCompensation,
} from '../../../src/core/front-contribution/compensation.js';
import { gradientFlowCompensation } from '../../../src/core/front-contribution/gradient-flow.js';
import { HeavisideError } from '../../../src/core/heaviside-error.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween } from '../network/random-numbers.js';

const oneUnit = (w1: number, w2: number) => ({
  inputs: 1,
  hidden: 1,
  outputs: 1,
  hiddenWeights: Float64Array.of(w1),
  outputWeights: Float64Array.of(w2),
});
const pair = (seed: number) => ({
  inputs: 2,
  hidden: 2,
  outputs: 1,
  hiddenWeights: numbersBetween(-1, 1, 4, seed),
  outputWeights: numbersBetween(-1, 1, 2, 5000 + seed),
});

describe('the compensation form', () => {
  test('follows a hand-made step in both orders: x = 2, W1 = 1, w = 1, target 0, rate 0.125', () => {
    // v_c = 2, k = 4, y = 2, a = 0.25, w' = 1 − 0.25·2 = 0.5
    // sequential ρ' = −0.25·0.5·4/2 = −0.25;  simultaneous ρ' = −0.25·1·4/2 = −0.5  (all exact in binary)
    const before = startCompensation(oneUnit(1, 1), Float64Array.of(2));
    for (const [order, rho] of [
      ['sequential', -0.25],
      ['simultaneous', -0.5],
    ] as const) {
      const { output, diverged, state } = stepCompensation(before, 0, 0.125, order);
      expect([output, diverged]).toEqual([2, false]);
      expect([state.weights[0], state.relative[0]]).toEqual([0.5, rho]);
      // P = w ρ, r = w + P;  p = w (1 + ρ) − w_c, r = w_c + p: the same r, and y = v_c r
      expect(movingCompensation(state)).toEqual({
        compensation: Float64Array.of(0.5 * rho),
        effective: Float64Array.of(0.5 * (1 + rho)),
      });
      expect(frozenCompensation(state)).toEqual({
        compensation: Float64Array.of(0.5 * (1 + rho) - 1),
        effective: Float64Array.of(0.5 * (1 + rho)),
      });
      expect(compensatedOutput(state)).toBe(2 * 0.5 * (1 + rho));
    }
    expect(before).toEqual(startCompensation(oneUnit(1, 1), Float64Array.of(2)));
  });

  test('lets a unit die for good: ρ stays at −1, P = −w, r = 0', () => {
    // a = 1·(2 − 0), w' = 1 − 2·2 = −3; simultaneous ρ = −2·1·4/2 = −4, clamped to −1
    let state = startCompensation(oneUnit(1, 1), Float64Array.of(2));
    for (let step = 0; step < 3; step++) state = stepCompensation(state, 0, 1, 'simultaneous').state;
    expect([state.weights[0], state.relative[0]]).toEqual([-3, -1]);
    expect(movingCompensation(state)).toEqual({ compensation: Float64Array.of(3), effective: Float64Array.of(0) });
  });

  test('never divides by a unit that is dead from the start: s = −1, and s = 0', () => {
    for (const w1 of [-0.5, 0]) {
      const before = startCompensation(oneUnit(w1, 0.7), Float64Array.of(2));
      const { output, state } = stepCompensation(before, 1, 0.1, 'sequential');
      expect([output, state.weights[0], state.relative[0]]).toEqual([0, 0.7, 0]);
      expect(frozenCompensation(state).compensation[0]).toBe(0);
    }
  });

  test('(assertion 1) has the outputs of back-propagation to 1e-12 for 200 seeds and 300 steps, dead and dying units among them', () => {
    const x = Float64Array.of(0.6, 0.8);
    const unitsOf = { deadAtFirst: 0, dying: 0 };
    for (const order of ['sequential', 'simultaneous'] as const)
      for (let seed = 0; seed < 200; seed++) {
        const network = { ...pair(seed), outputWeights: pair(seed).outputWeights.map((w) => 3 * w) };
        let form = startCompensation(network, x);
        let reference = startBackPropagation(network, { order, loss: 'squared-error' });
        for (let step = 0; step < 300; step++) {
          const stepped = stepCompensation(form, 0.3, 0.2, order);
          const { report, state } = stepBackPropagation(reference, x, Float64Array.of(0.3), 0.2);
          // Without `expectClose`: 120,000 comparisons by themselves take longer than the two forms.
          const difference = Math.abs(stepped.output - report.outputs[0]!);
          if (!(difference <= 1e-12 * Math.max(1, Math.abs(report.outputs[0]!))))
            expect.fail(`${order}, seed ${seed}, step ${step}: outputs differ by ${difference}`);
          [form, reference] = [stepped.state, state];
        }
        expectClose(form.weights, backPropagated(reference).outputWeights, 1e-12, 1);
        unitsOf.deadAtFirst += form.firstActivations.filter((v) => v === 0).length;
        unitsOf.dying += form.relative.filter((rho) => rho === -1).length;
      }
    expect(unitsOf.deadAtFirst).toBeGreaterThan(100);
    expect(unitsOf.dying).toBeGreaterThan(10);
  });

  test('P is not the sum of the increments p of the print: these ignore that w moves', () => {
    let state = startCompensation(oneUnit(0.5, 1), Float64Array.of(1));
    let printed = 0;
    for (let step = 0; step < 10; step++) {
      const next = stepCompensation(state, 0, 0.1, 'sequential').state;
      printed += next.weights[0]! * (next.relative[0]! - state.relative[0]!);
      state = next;
    }
    expect(Math.abs(movingCompensation(state).compensation[0]! - printed)).toBeGreaterThan(0.01);
  });
});

describe('the compensation of the gradient flow', () => {
  test('is 0 at the start, and follows a hand-made case', () => {
    // k = 3, v_c = 1, w_c = 1, w = 2: 2 (√(1 + 3·(4 − 1)) − 1) = 2 (√10 − 1)
    expect(gradientFlowCompensation(0.8, 0.8, 0.5, 3)).toBe(0);
    expect(gradientFlowCompensation(2, 1, 1, 3)).toBeCloseTo(2 * (Math.sqrt(10) - 1), 14);
  });

  test('(assertion 7) is missed by steps of size η by an error that shrinks by 10 ± 1.5 when η shrinks by 10', () => {
    const network = { ...oneUnit(0.8, 0.7), inputs: 2, hiddenWeights: Float64Array.of(0.8, 0.4) };
    const x = Float64Array.of(1, 0.5);
    const errors = [0.1, 0.01, 0.001].map((rate) => {
      let state = startCompensation(network, x);
      for (let step = 0; step < Math.round(2 / rate); step++)
        state = stepCompensation(state, 0.1, rate, 'sequential').state;
      const flow = gradientFlowCompensation(state.weights[0]!, 0.7, state.firstActivations[0]!, state.squaredNorm);
      return Math.abs(flow - movingCompensation(state).compensation[0]!);
    });
    expect(errors[0]!).toBeGreaterThan(1e-3);
    for (const k of [0, 1]) expect(Math.abs(errors[k]! / errors[k + 1]! - 10)).toBeLessThanOrEqual(1.5);
  });

  test.each<[string, () => unknown, string]>([
    ['no activation', () => gradientFlowCompensation(1, 1, 0, 1), 'first activation must be > 0 and finite, got 0'],
    ['an input of zeros', () => gradientFlowCompensation(1, 1, 1, 0), 'squared norm must be > 0 and finite, got 0'],
    [
      'a weight that no flow reaches',
      () => gradientFlowCompensation(0, 2, 1, 1),
      'no gradient flow leads from output weight 2 to 0 while the unit fires: v² / v_c² would be -3',
    ],
  ])('refuses %s', (_what, act, message) => {
    expect(act).toThrow(new RangeError(message));
  });
});

describe('the compensation form refuses', () => {
  const network = pair(1);
  const refused = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      expect(error).toBeInstanceOf(HeavisideError);
      expect([(error as HeavisideError).code, (error as HeavisideError).kind]).toEqual(['HV_NO_DUAL', 'usage']);
      return (error as Error).message;
    }
    return 'nothing';
  };

  test('(assertion 10) two distinct inputs, but not one input twice', () => {
    expect(refused(() => startCompensation(network, Float64Array.of(1, 0, 0, 1)))).toBe(
      'compensation exists for 1 distinct input, got 2',
    );
    const once = startCompensation(network, Float64Array.of(1, 0.5));
    expect(startCompensation(network, Float64Array.of(1, 0.5, 1, 0.5))).toEqual(once);
  });

  test('several outputs, biases, and an activation so small that k / v overflows', () => {
    const x = Float64Array.of(1, 0.5);
    const wide = { ...network, outputs: 2, outputWeights: new Float64Array(4) };
    expect(refused(() => startCompensation(wide, x))).toBe('compensation exists for 1 output, the network has 2');
    expect(refused(() => startCompensation({ ...network, outputBias: Float64Array.of(1) }, x))).toBe(
      'compensation exists for networks without biases, the network has some',
    );
    expect(refused(() => startCompensation(oneUnit(1e-310, 1), Float64Array.of(1)))).toBe(
      'compensation of hidden unit 0 overflows: its activation is 1e-310',
    );
  });

  test('values that are no numbers', () => {
    const state = startCompensation(network, Float64Array.of(1, 0.5));
    expect(() => startCompensation(network, Float64Array.of(1, 0.5, 2))).toThrow(
      new RangeError('inputs must be one or more rows of 2 values, got 3 values'),
    );
    expect(() => stepCompensation(state, NaN, 0.1, 'sequential')).toThrow(
      new NonFiniteNumber('target[0] must be finite, got NaN'),
    );
    expect(() => stepCompensation(state, 0, -1, 'sequential')).toThrow(
      new RangeError('learning rate must be > 0 and finite, got -1'),
    );
  });

  test('nothing when it diverges: it reports', () => {
    let state = startCompensation(oneUnit(1, 1), Float64Array.of(1));
    // One huge push: w = 1e60, then ρ = 1e120, then their product squared leaves float64.
    const ends: boolean[] = [];
    for (let step = 0; step < 20; step++) {
      const next = stepCompensation(state, 1e60, 1, 'sequential');
      ends.push(next.diverged);
      state = next.state;
    }
    expect([ends[0], ends.at(-1)]).toEqual([false, true]);
  });
});
