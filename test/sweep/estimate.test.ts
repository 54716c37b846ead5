import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { estimateOf, medianOf } from '../../src/sweep/estimate.js';

describe('an estimate', () => {
  test('has the mean, the deviation with n − 1 and the interval of Student', () => {
    // Mean 5; squares 9 + 1 + 1 + 9 = 20; s = √(20 / 3) = 2.5820; t(0.95, 3) = 3.1824; reach = t · s / √4 = 4.1085.
    const estimate = estimateOf([2, 4, 6, 8]);
    expect(estimate).toMatchObject({ mean: 5, count: 4 });
    expect(estimate?.sd).toBeCloseTo(2.582, 4);
    expect(estimate?.low).toBeCloseTo(0.8915, 3);
    expect(estimate?.high).toBeCloseTo(9.1085, 3);
  });

  test('of one number claims no interval, of none is nothing', () => {
    expect(estimateOf([0.9])).toEqual({ mean: 0.9, count: 1 });
    expect(estimateOf([])).toBeUndefined();
  });

  test('of equal numbers is certain', () => {
    expect(estimateOf([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, sd: 0, low: 0.5, high: 0.5, count: 3 });
  });

  test('moves with the numbers and grows with their scale', () => {
    const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(numbers, (sample) => {
        const [own, moved] = [estimateOf(sample)!, estimateOf(sample.map((value) => 3 * value + 7))!];
        expect(moved.mean).toBeCloseTo(3 * own.mean + 7, 6);
        expect(moved.sd).toBeCloseTo(3 * own.sd!, 6);
        expect(moved.high! - moved.low!).toBeCloseTo(3 * (own.high! - own.low!), 6);
      }),
    );
  });
});

test('the median is the middle, or the mean of the two in the middle', () => {
  expect(medianOf([10, 2, 3])).toBe(3);
  expect(medianOf([4, 10, 2, 3])).toBe(3.5);
  expect(medianOf([])).toBeNaN();
});
