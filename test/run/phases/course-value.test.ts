import { expect, test } from 'vitest';
import { courseValue, nextChange } from '../../../src/run/phases/course-value.js';

const ramp = { from: 1, to: 0.25, begin: 4, end: 8 } as const;

test('points: the value of the last point that is not after x', () => {
  const course = {
    kind: 'points',
    points: [
      [2, 10],
      [5, 20],
    ],
  } as const;
  expect([0, 1, 2, 4, 5, 100].map((x) => courseValue(course, x))).toEqual([undefined, undefined, 10, 10, 20, 20]);
  expect([0, 2, 4, 5].map((x) => nextChange(course, x, 1))).toEqual([2, 5, 5, Number.POSITIVE_INFINITY]);
});

test('linear, halfway 1 - 0.75 · 0.5; before and after held', () => {
  const course = { kind: 'linear', ...ramp } as const;
  expect([0, 4, 5, 6, 8, 9].map((x) => courseValue(course, x))).toEqual([1, 1, 0.8125, 0.625, 0.25, 0.25]);
});

test('cosine: a quarter of the way (1 + cos 45°) / 2 = 0.853553', () => {
  const course = { kind: 'cosine', ...ramp } as const;
  // 0.25 + 0.75 · 0.853553 = 0.890165; halfway 0.25 + 0.75 / 2.
  expect(courseValue(course, 5)).toBeCloseTo(0.890165, 6);
  expect(courseValue(course, 6)).toBeCloseTo(0.625, 12);
  expect([courseValue(course, 0), courseValue(course, 8)]).toEqual([1, 0.25]);
});

test('exponential: halfway the geometric mean √(1 · 0.25) = 0.5, also of negative values', () => {
  expect(courseValue({ kind: 'exponential', ...ramp }, 6)).toBeCloseTo(0.5, 12);
  expect(courseValue({ kind: 'exponential', ...ramp, from: -1, to: -0.25 }, 6)).toBeCloseTo(-0.5, 12);
});

test('a ramp changes at every grain between its ends, and never after', () => {
  const course = { kind: 'linear', ...ramp } as const;
  expect([0, 4, 7, 8].map((x) => nextChange(course, x, 1))).toEqual([4, 5, 8, Number.POSITIVE_INFINITY]);
  expect(nextChange(course, 4, 0.25)).toBe(4.25);
});
