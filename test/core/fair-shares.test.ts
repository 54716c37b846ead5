import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { fairShares } from '../../src/core/fair-shares.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('shares', () => {
  test.each([
    [[16, 50, 3], 21, [9, 9, 3]], // 3 of 21, then half of 18 each
    [[2, 3], 21, [2, 3]],
    [[50, 50, 50], 20, [6, 7, 7]],
    [[9, 9, 9], 3, [1, 1, 1]],
    [[9, 0, 9], 1, [0, 0, 1]],
    [[], 5, []],
  ])('of those who want %j of %i', (wanted, total, shares) => expect(fairShares(wanted, total)).toEqual(shares));

  test('are never more than wanted, and none is left while somebody wants more', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { maxLength: 20 }), fc.nat(3000), (wanted, total) => {
        const shares = fairShares(wanted, total);
        expect(shares.every((share, who) => share >= 0 && share <= wanted[who]!)).toBe(true);
        expect(sum(shares)).toBe(Math.min(total, sum(wanted)));
      }),
    );
  });

  test('leave nobody out where there is one for each', () => {
    const wishes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(wishes, fc.nat(30), (wanted, more) => {
        expect(fairShares(wanted, wanted.length + more).every((share) => share >= 1)).toBe(true);
      }),
    );
  });
});
