import { describe, expect, test } from 'vitest';

import { median, quantile } from '../../src/bench/quantile.js';

describe('quantiles', () => {
  test('of an odd and an even number of values have the middle as their median, in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  test('are interpolated linearly between neighbours, as NumPy does', () => {
    // numpy.quantile([10, 20, 40, 80, 160], .1) = 10 + .4 * 10; .9: 80 + .6 * 80
    expect(quantile([160, 10, 80, 20, 40], 0.1)).toBe(14);
    expect(quantile([160, 10, 80, 20, 40], 0.9)).toBe(128);
    expect([quantile([3, 1, 2], 0), quantile([3, 1, 2], 1)]).toEqual([1, 3]);
  });

  test('sort by value, not by text, and leave their argument alone', () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  test.each([
    [[], 0.5, 'quantile: expected at least 1 value, got 0'],
    [[1, Number.NaN], 0.5, 'quantile: expected finite values, got NaN'],
    [[1, 2], 1.1, 'quantile: expected a share in 0..1, got 1.1'],
    [[1, 2], Number.NaN, 'quantile: expected a share in 0..1, got NaN'],
  ])('refuse %j at %d', (values, share, message) => {
    expect(() => quantile(values, share)).toThrow(new RangeError(message));
  });
});
