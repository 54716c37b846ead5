import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutSmallest, zeroShare } from '../../../src/core/network/prune-weights.js';

test('drops the smallest by magnitude, of equal ones the first', () => {
  const weights = Float64Array.of(3, -1, 2, 1, -4);
  // ⌊0.5 · 5⌋ = 2: -1 and 1.
  expect(withoutSmallest(weights, 0.5)).toEqual(Float64Array.of(3, 0, 2, 0, -4));
  // ⌊0.3 · 5⌋ = 1: -1 stands before 1.
  expect(withoutSmallest(weights, 0.3)).toEqual(Float64Array.of(3, 0, 2, 1, -4));
  expect(weights).toEqual(Float64Array.of(3, -1, 2, 1, -4));
});

test('what is kept is at least as large as what is dropped, and unchanged', () => {
  fc.assert(
    fc.property(fc.float64Array({ noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (weights, fraction) => {
      const kept = withoutSmallest(weights, fraction);
      const dropped = [...weights].filter((weight, k) => kept[k] !== weight).map(Math.abs);
      const left = [...kept].filter((weight) => weight !== 0).map(Math.abs);
      expect(kept.every((weight, k) => weight === 0 || weight === weights[k])).toBe(true);
      expect(dropped.length).toBeLessThanOrEqual(Math.floor(fraction * weights.length));
      if (dropped.length > 0 && left.length > 0) expect(Math.max(...dropped)).toBeLessThanOrEqual(Math.min(...left));
    }),
  );
});

test('the share of zeros counts all layers together', () => {
  expect(zeroShare([Float64Array.of(0, 1), Float64Array.of(-0, 2, 3, 4)])).toBe(2 / 6);
  expect(zeroShare([])).toBe(0);
});
