import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { studentT } from '../../src/sweep/student-t.js';

describe('the distance within which a Student t variable lies', () => {
  // Printed tables of the t distribution, two-sided.
  test.each([
    [0.95, 1, 12.7062],
    [0.95, 2, 4.3027],
    [0.95, 3, 3.1824],
    [0.95, 4, 2.7764],
    [0.95, 5, 2.5706],
    [0.95, 9, 2.2622],
    [0.95, 10, 2.2281],
    [0.95, 30, 2.0423],
    [0.95, 120, 1.9799],
    [0.99, 1, 63.6567],
    [0.99, 5, 4.0321],
    [0.99, 20, 2.8453],
    [0.5, 7, 0.7111],
  ])('with probability %f and %i degrees of freedom is that of the tables', (coverage, degrees, expected) => {
    expect(studentT(coverage, degrees)).toBeCloseTo(expected, 4);
  });

  test('has the closed forms of one and two degrees of freedom', () => {
    const coverage = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(coverage, (share) => {
        // ν = 1 is Cauchy's: P(|T| ≤ t) = 2/π · atan t. ν = 2: P(|T| ≤ t) = t / √(2 + t²).
        const [one, two] = [Math.tan((Math.PI / 2) * share), share * Math.sqrt(2 / (1 - share ** 2))];
        expect(studentT(share, 1) / one).toBeCloseTo(1, 9);
        expect(studentT(share, 2) / two).toBeCloseTo(1, 9);
      }),
    );
  });

  test('shrinks with the degrees of freedom, towards the normal distribution', () => {
    const degrees = [1, 2, 3, 4, 7, 8, 50, 51, 400, 999];
    const distances = degrees.map((each) => studentT(0.95, each));
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
    expect(distances.at(-1)).toBeGreaterThan(1.959964);
    expect(distances.at(-1)).toBeLessThan(1.9625);
  });

  test.each([
    [1, 3, 'coverage: expected a number in (0, 1), got 1'],
    [0, 3, 'coverage: expected a number in (0, 1), got 0'],
    [0.95, 0, 'degreesOfFreedom: expected a whole number >= 1, got 0'],
    [0.95, 1.5, 'degreesOfFreedom: expected a whole number >= 1, got 1.5'],
  ])('is refused for coverage %f and %f degrees of freedom', (coverage, degrees, message) => {
    expect(() => studentT(coverage, degrees)).toThrow(new RangeError(message));
  });
});
