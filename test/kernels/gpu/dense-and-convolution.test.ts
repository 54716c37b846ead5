import { expect, test } from 'vitest';
import { batchNormRewardOfInputs, batchNormSums, gainFeedback } from '../../../kernels/gpu/batch-norm.js';
import { biasFeedback, withBias } from '../../../kernels/gpu/bias.js';
import { conv2dFeedback, conv2dRewardOfInputs, conv2dSums } from '../../../kernels/gpu/conv2d.js';
import { denseFeedback, denseRewardOfInputs, denseSums } from '../../../kernels/gpu/dense.js';
import {
  averagePooled,
  maxPooled,
  rewardThroughAveragePool,
  rewardThroughMaxPool,
} from '../../../kernels/gpu/pooling.js';
import { threadAt } from './thread-at.js';

const weights = [
  [1, 2, 3],
  [-4, 5, 6],
];

test('a weighted sum is that of its own row and column', () => {
  // 0.5 · 2 + 2 · 5
  expect(
    denseSums.call(
      threadAt(1, 1, { fanIn: 2, fanOut: 3 }),
      [
        [9, 9],
        [0.5, 2],
      ],
      weights,
    ),
  ).toBe(11);
});

test('the witness of a sum is the product of those of inputs and weights', () => {
  const at = threadAt(1, 1, { rows: 1, rows0: 1, rows1: 2, fanIn: 2, fanOut: 3 });
  const inputs = (witness: number) => [
    [3, 4],
    [witness, witness],
  ];
  expect(denseSums.call(at, inputs(1), [...weights, [1, 1, 1]])).toBe(1);
  expect(denseSums.call(at, inputs(0), [...weights, [1, 1, 1]])).toBe(0);
  expect(denseSums.call(at, inputs(1), [...weights, [0, 0, 0]])).toBe(0);
});

test('an input earns with its signed weights, a silent one nothing', () => {
  const normed = [[1, 0.5, 2]];
  // 3 · (1 · −4 + 0.5 · 5 + 2 · 6)
  expect(denseRewardOfInputs.call(threadAt(1, 0, { fanIn: 2, fanOut: 3 }), [[0, 3]], normed, weights)).toBe(31.5);
  expect(denseRewardOfInputs.call(threadAt(0, 0, { fanIn: 2, fanOut: 3 }), [[0, 3]], normed, weights)).toBe(0);
});

test('feedback is scaled by the magnitude of the parameter', () => {
  const inputs = [
    [0, 2],
    [0, 3],
  ];
  const normed = [
    [1, 0, 0],
    [5, 0, 0],
  ];
  // |−4| · (2 · 1 + 3 · 5)
  expect(denseFeedback.call(threadAt(0, 1, { inputRows: 2 }), inputs, normed, weights)).toBe(68);
  // |−0.5| · (1 + 2 + 3 + 4), two positions to a bias
  const sums = [
    [9, 9, 1, 2],
    [9, 9, 3, 4],
  ];
  expect(biasFeedback.call(threadAt(1, 0, { positions: 2, inputRows: 2 }), sums, [[7, -0.5]])).toBe(5);
  expect(withBias.call(threadAt(2, 1, { positions: 2 }), sums, [[7, -0.5]])).toBe(2.5);
});

const geometry = {
  ...{ channels: 1, height: 3, width: 3, maps: 2, outHeight: 2, outWidth: 2 },
  ...{ kernelHeight: 2, kernelWidth: 2, strideY: 2, strideX: 2, padY: 1, padX: 1 },
};
const image = [[1, 2, 3, 4, 5, 6, 7, 8, 9]];
/** Taps (0,0) (0,1) (1,0) (1,1) of two maps. */
const filters = [
  [1, 0],
  [10, 0],
  [100, 0],
  [1000, -1],
];

test('a convolution sees its window, and nothing beyond the edge', () => {
  // Stride 2, padding 1: window (0,0) holds only pixel 1 under tap (1,1); window (1,1) pixels 5 6 8 9.
  expect([0, 1, 2, 3].map((p) => conv2dSums.call(threadAt(p, 0, geometry), image, filters))).toEqual([
    1000 * 1,
    100 * 2 + 1000 * 3,
    10 * 4 + 1000 * 7,
    5 + 10 * 6 + 100 * 8 + 1000 * 9,
  ]);
  expect(conv2dSums.call(threadAt(4, 0, geometry), image, filters)).toBe(-1);
});

test('the adjoints of a convolution take the same ways back', () => {
  const normed = [[1, 2, 3, 4, 0, 0, 0, 1]];
  // Pixel 9 is seen by window (1,1) of both maps under tap (1,1): 9 · (4 · 1000 + 1 · −1).
  expect(conv2dRewardOfInputs.call(threadAt(8, 0, geometry), image, normed, filters)).toBe(9 * 3999);
  // Tap (1,1) of map 0 saw pixels 1 3 7 9: |1000| · (1·1 + 2·3 + 3·7 + 4·9).
  expect(conv2dFeedback.call(threadAt(0, 3, { ...geometry, inputRows: 1 }), image, normed, filters)).toBe(64_000);
});

const pool = {
  ...{ height: 3, width: 3, outHeight: 2, outWidth: 2 },
  ...{ kernelHeight: 2, kernelWidth: 2, strideY: 1, strideX: 1 },
};
const plane = [[1, 0, 1, 0, 1, 0, 0, 0, 1]];

test('of equal largest values the first wins, in each of overlapping windows', () => {
  expect([0, 1, 2, 3].map((p) => maxPooled.call(threadAt(p, 0, pool), plane))).toEqual([1, 1, 1, 1]);
  // Windows: (1 0 0 1) → pixel 0; (0 1 1 0) → pixel 2; (0 1 0 0) → pixel 4; (1 0 0 1) → pixel 4.
  const sent = plane[0]!.map((_, i) => rewardThroughMaxPool.call(threadAt(i, 0, pool), plane, [[1, 2, 4, 8]]));
  expect(sent).toEqual([1, 0, 2, 0, 12, 0, 0, 0, 0]);
});

test('a mean pays each of its inputs by what it gave', () => {
  expect(averagePooled.call(threadAt(0, 0, pool), plane)).toBe(0.5);
  // Pixel 4 is in all four windows: 1 · (1 + 2 + 4 + 8) / 4.
  expect(rewardThroughAveragePool.call(threadAt(4, 0, pool), plane, [[1, 2, 4, 8]])).toBe(3.75);
});

test('a batch normalisation scales each channel by its own numbers', () => {
  // Channel 1 has gain 3, shift 0.5, mean 2, deviation 4; two positions to a channel.
  const [gain, shift, statistics] = [
    [[1, -3]],
    [[0, 0.5]],
    [
      [0, 2],
      [1, 4],
    ],
  ];
  const inputs = [[0, 0, 6, 10]];
  const normed = [[0, 0, 2, 1]];
  expect(batchNormSums.call(threadAt(2, 0, { positions: 2 }), inputs, gain, shift, statistics)).toBe(-2.5);
  expect(batchNormRewardOfInputs.call(threadAt(2, 0, { positions: 2 }), inputs, normed, gain, statistics)).toBe(-9);
  // |−3| · (2 · (6 − 2) + 1 · (10 − 2)) / 4
  const at = threadAt(1, 0, { positions: 2, inputRows: 1 });
  expect(gainFeedback.call(at, inputs, normed, gain, statistics)).toBe(12);
});
