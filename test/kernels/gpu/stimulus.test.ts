import { expect, test } from 'vitest';
import { stimulatedSums, withoutCut } from '../../../kernels/gpu/stimulus.js';
import { threadAt } from './thread-at.js';

/** Two samples of two units, the second of which is cut. */
const sums = [
  [1, 2],
  [3, 4],
];
const currents = [
  [0.5, 0.25],
  [0, 0],
  [-1, 8],
  [0.125, 0],
];
const uncut = [[1, 0]];

test('a constant sum is driven by the current of each step, a cut one is left out', () => {
  const at = (x: number, y: number) =>
    stimulatedSums.call(threadAt(x, y, { batch: 2, stride: 0 }), sums, currents, uncut);
  // Steps of two rows: 1 + 0.5 and 3 + 0, then 1 − 1 and 3 + 0.125; the second unit has its currents alone.
  expect([0, 1, 2, 3].map((y) => at(0, y))).toEqual([1.5, 3, 0, 3.125]);
  expect([0, 1, 2, 3].map((y) => at(1, y))).toEqual([0.25, 0, 8, 0]);
});

test('a sum of each step is driven by the current of its own', () => {
  const moving = [...sums, [5, 6], [7, 8]];
  const at = (y: number) => stimulatedSums.call(threadAt(0, y, { batch: 2, stride: 2 }), moving, currents, uncut);
  expect([0, 1, 2, 3].map(at)).toEqual([1.5, 3, 4, 7.125]);
});

test('what is cut earns nothing', () => {
  expect([0, 1].map((x) => withoutCut.call(threadAt(x, 1, {}), sums, uncut))).toEqual([3, 0]);
});

test('the witness is the product of those of all that is read', () => {
  const at = threadAt(0, 1, { rows: 1, rows0: 0, rows1: 0, rows2: 0, batch: 1, stride: 1 });
  expect(stimulatedSums.call(at, [[1]], [[1]], [[1]])).toBe(1);
  expect(stimulatedSums.call(at, [[1]], [[0]], [[1]])).toBe(0);
  expect(withoutCut.call(at, [[1]], [[0]])).toBe(0);
});
