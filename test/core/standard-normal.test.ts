import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillStandardNormal, standardNormal } from '../../src/core/random-source.js';

/** The numbers in turn. */
function sourceOf(numbers: readonly number[]) {
  let drawn = 0;
  return { random: () => numbers[drawn++]!, drawn: () => drawn };
}

const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('an array is filled with both coordinates of points, whose first are standardNormal itself', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(uniform, uniform), { minLength: 1, maxLength: 5 }), fc.boolean(), (points, isOdd) => {
      const [filling, single] = [sourceOf(points.flat()), sourceOf(points.flat())];
      const values = new Float64Array(2 * points.length - Number(isOdd));
      fillStandardNormal(values, filling.random);
      expect(filling.drawn()).toBe(2 * points.length);
      points.forEach(([u], pair) => {
        const [x, y] = [values[2 * pair]!, values[2 * pair + 1]];
        expect(x).toBe(standardNormal(single.random));
        // The squared distance from 0 is −2 ln(1 − u).
        if (y !== undefined) expect(x * x + y * y).toBeCloseTo(-2 * Math.log(1 - u), 9);
      });
    }),
  );
});

test('a quarter turn is (0, √(2 ln 2)) for u = ½, ¼', () => {
  const values = new Float64Array(2);
  fillStandardNormal(values, sourceOf([0.5, 0.25]).random);
  expect(values[0]).toBeCloseTo(0, 12);
  expect(values[1]).toBeCloseTo(Math.sqrt(2 * Math.log(2)), 12);
});
