import { expect, test } from 'vitest';
import { addedToEveryStep, rowsFrom, summedOverSteps } from '../../../kernels/gpu/matrices.js';
import {
  adamMean,
  adamSquare,
  firstVelocity,
  movedByAdam,
  movedByVelocity,
  nextVelocity,
} from '../../../kernels/gpu/optimizers.js';
import {
  activeRows,
  lanesWithMagnitudes,
  lanesWithSquares,
  stacked,
  withLanes,
} from '../../../kernels/gpu/reductions.js';
import { normedReward, rewardOfOutputs } from '../../../kernels/gpu/rewards.js';
import { ojaFeedback, positiveFavoured, weighedAgainst } from '../../../kernels/gpu/rule-parts.js';
import { threadAt } from './thread-at.js';

const one = threadAt(0, 0, { weightDecay: 0.5, momentum: 0.5, kept: 0.75, fresh: 0.25, epsilon: 1 });

test('the reward of outputs has a standing part, one per output and one at the end', () => {
  const reward = (y: number) =>
    rewardOfOutputs.call(threadAt(0, y, { batch: 1, lastFrom: 1 }), [[1]], [[2]], [[4]], [[0], [3]]);
  expect([0, 1].map(reward)).toEqual([1, 1 + 2 * 3 + 4]);
});

test('a sum of 0 counts as above 0', () => {
  const normed = (z: number) => normedReward.call(threadAt(0, 0, { epsilon: 0.5 }), [[1]], [[z]]);
  expect([0, 0.5, -0.5].map(normed)).toEqual([2, 1, -1]);
});

test('SGD starts with the gradient and then adds it to what momentum left', () => {
  // g = 0.5 · 4 − 0.5 · 2, clip 0.5
  const course = [[0.5, 0.125, 1]];
  expect(firstVelocity.call(one, [[4]], [[2]], course)).toBe(1);
  expect(nextVelocity.call(one, [[4]], [[2]], course, [[8]])).toBe(5);
  expect(movedByVelocity.call(one, [[4]], [[8]], course)).toBe(3);
});

test('Adam divides by the spread of the feedback', () => {
  const course = [[0.5, 0.125, 0.5]];
  expect(adamMean.call(one, [[4]], [[2]], course, [[8]])).toBe(0.75 * 8 + 0.25);
  expect(adamSquare.call(one, [[4]], [[2]], course, [[8]])).toBe(0.75 * 8 + 0.25);
  // 4 − 0.125 · 6 / (√4 / 0.5 + 1)
  expect(movedByAdam.call(one, [[4]], [[6]], [[4]], course)).toBeCloseTo(4 - 0.15, 12);
});

test('sums over steps, rows and columns', () => {
  const rows = [[1], [2], [0], [5]];
  expect(summedOverSteps.call(threadAt(0, 1, { batch: 2, steps: 2 }), rows)).toBe(7);
  expect(rowsFrom.call(threadAt(0, 1, { first: 2 }), rows)).toBe(5);
  expect(addedToEveryStep.call(threadAt(0, 3, { batch: 2 }), rows, [[10], [20]])).toBe(25);
  expect(activeRows.call(threadAt(0, 0, { inputRows: 4 }), rows)).toBe(3);
  expect(stacked.call(threadAt(0, 2, { first: 1 }), [[1]], [[2], [3]])).toBe(3);
});

test('columns are added up side by side in lanes, the last turn of them only as far as there are columns', () => {
  const values = [
    [1, -2, 3],
    [1, 1, 1],
  ];
  const lane = (x: number) => threadAt(x, 0, { inputRows: 2, width: 3, lanes: 2, turns: 2 });
  expect([0, 1].map((x) => lanesWithSquares.call(lane(x), [[100, 0]], values))).toEqual([100 + 2 + 10, 5]);
  expect([0, 1].map((x) => lanesWithMagnitudes.call(lane(x), [[100, 0]], values))).toEqual([100 + 2 + 4, 3]);
  expect(
    lanesWithMagnitudes.call(
      lane(0),
      [[0, 0]],
      [
        [Number.NaN, 0, 0],
        [0, 0, 0],
      ],
    ),
  ).toBeNaN();
  const table = (x: number, y: number) =>
    withLanes.call(
      threadAt(x, y, { at: 1, lanes: 2, turns: 2, width: 3 }),
      [
        [7, 8],
        [0, 0],
      ],
      [[1, 2, 4]],
    );
  expect([table(0, 0), table(1, 0), table(0, 1), table(1, 1)]).toEqual([7, 8, 5, 2]);
});

test('parts of other rules', () => {
  expect([-2, 2].map((v) => positiveFavoured.call(threadAt(0, 0, { gamma: 0.5 }), [[v]]))).toEqual([-2, 3]);
  expect(weighedAgainst.call(threadAt(0, 0, { alpha: 2, beta: 1 }), [[3]], [[4]])).toBe(2);
  // |−2| · (1 − (6 / 3) · −2), and without sums |−2| · (1 − 6 · −2)
  expect(ojaFeedback.call(threadAt(0, 0, {}), [[-2]], [[1]], [[6]], [[3]])).toBe(10);
  expect(ojaFeedback.call(threadAt(0, 0, {}), [[-2]], [[1]], [[6]], [[0]])).toBe(26);
});
