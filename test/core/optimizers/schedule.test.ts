import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scheduleFactor } from '../../../src/core/optimizers/schedule.js';

const course = (totalSteps: number) => (step: number) => ({ step, totalSteps, epoch: 0 });

test('a constant schedule is 1 throughout', () => {
  expect([0, 5, 9].map(course(10)).map((at) => scheduleFactor({ kind: 'constant' }, at))).toEqual([1, 1, 1]);
});

test('a step schedule falls after every so many finished epochs', () => {
  const factors = [0, 1, 2, 3, 4].map((epoch) =>
    scheduleFactor({ kind: 'step', every: 2, factor: 0.5 }, { step: 0, totalSteps: 1, epoch }),
  );
  expect(factors).toEqual([1, 1, 0.5, 0.5, 0.25]);
});

test('a cosine starts at 1, passes the middle of its range half way, and would end at its floor', () => {
  const factors = [0, 2, 4, 6, 8].map(course(8)).map((at) => scheduleFactor({ kind: 'cosine', floor: 0.5 }, at));
  // 0.5 + 0.5 · (1 + cos(π · t)) / 2 with cos = 1, ½√2, 0, −½√2, −1
  const side = Math.SQRT1_2 / 4;
  expect(factors).toEqual([1, 0.75 + side, 0.75, 0.75 - side, 0.5].map((v) => expect.closeTo(v, 14)));
});

describe('a one-cycle schedule', () => {
  const oneCycle = { kind: 'one-cycle', warmUp: 0.3 } as const;
  const factorOf = (totalSteps: number) => (step: number) => scheduleFactor(oneCycle, course(totalSteps)(step));

  test('has the values of PyTorch: 1/25 at first, 1 at 30 %, 1/250,000 at last', () => {
    // PyTorch's phases end at steps 0.3 · 100 − 1 = 29 and 99.
    expect(factorOf(100)(0)).toBeCloseTo(1 / 25, 15);
    expect(factorOf(100)(29)).toBe(1);
    expect(factorOf(100)(99)).toBeCloseTo(1 / 250_000, 15);
  });

  test('is half way up in the middle of the warm-up and half way down in the middle of the rest', () => {
    // 30 steps: up from 0 to 8.  20 steps: down from 5 to 19, middle 12.
    expect(factorOf(30)(4)).toBeCloseTo((1 / 25 + 1) / 2, 15);
    expect(factorOf(20)(12)).toBeCloseTo((1 + 1 / 250_000) / 2, 15);
  });

  test('step by step over 10 steps', () => {
    // Up: 0.04, 0.52, 1.  Down over 7 steps: 4·10⁻⁶ + (1 − 4·10⁻⁶) · (1 + cos(π k / 7)) / 2
    const down = (k: number): number => 4e-6 + ((1 - 4e-6) * (1 + Math.cos((Math.PI * k) / 7))) / 2;
    const wanted = [0.04, 0.52, 1, down(1), down(2), down(3), down(4), down(5), down(6), 4e-6];
    expect(wanted.map((_, step) => factorOf(10)(step))).toEqual(wanted.map((v) => expect.closeTo(v, 14)));
  });

  test('rises to its peak, falls after it, and stays within 0 and 1, for any length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (steps, warmUp) => {
          const factors = Array.from({ length: steps }, (_, step) =>
            scheduleFactor({ kind: 'one-cycle', warmUp }, course(steps)(step)),
          );
          const top = factors.indexOf(Math.max(...factors));
          expect(factors.every((factor) => factor > 0 && factor <= 1)).toBe(true);
          for (let k = 1; k < steps; k++) {
            if (k <= top) expect(factors[k]).toBeGreaterThanOrEqual(factors[k - 1]!);
            else expect(factors[k]).toBeLessThanOrEqual(factors[k - 1]!);
          }
          expect(Math.abs(top - (warmUp * steps - 1))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
