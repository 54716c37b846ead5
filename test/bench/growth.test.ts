import { describe, expect, test } from 'vitest';

import { crossing, growthOf } from '../../src/bench/growth.js';

describe('growth', () => {
  const points = (power: number) => [1, 2, 5, 10].map((amount) => ({ amount, cost: 3 * amount ** power }));

  test.each([0.5, 1, 2])('of a power law is its exponent: %d', (power) => {
    const growth = growthOf(points(power))!;
    expect(growth.exponent).toBeCloseTo(power, 12);
    // the worst pair: neighbours 1 and 2 below linear, the ends 1 and 10 above
    expect(growth.largestExcess).toBeCloseTo(power <= 1 ? 2 ** (power - 1) : 10 ** (power - 1), 12);
  });

  test('has an excess above 1 where a single pair grows faster than the work, whatever the whole does', () => {
    const growth = growthOf([
      { amount: 1, cost: 10 },
      { amount: 2, cost: 10 },
      { amount: 4, cost: 30 },
    ])!;
    expect(growth.exponent).toBeLessThan(1);
    expect(growth.largestExcess).toBe(1.5);
  });

  test('is unknown with less than two different amounts', () => {
    expect(growthOf([])).toBeUndefined();
    expect(growthOf([{ amount: 2, cost: 1 }])).toBeUndefined();
    expect(
      growthOf([
        { amount: 2, cost: 1 },
        { amount: 2, cost: 3 },
      ]),
    ).toBeUndefined();
  });
});

describe('the crossing of two costs', () => {
  const at = (...leads: [amount: number, first: number, second: number][]) =>
    crossing(leads.map(([amount, first, second]) => ({ amount, first, second })));

  test('lies between the points where the second becomes the cheaper one', () => {
    // ln(second / first) goes from ln 2 to −ln 2: half way
    expect(at([0.1, 1, 2], [0.3, 4, 2])).toBeCloseTo(0.2, 12);
  });
  test('is the first point when the second is cheaper from the start', () => {
    expect(at([0.1, 3, 2], [0.3, 4, 2])).toBe(0.1);
  });
  test('is nowhere when the first stays cheaper', () => {
    expect(at([0.1, 1, 2], [0.3, 2, 3])).toBeUndefined();
  });
});
