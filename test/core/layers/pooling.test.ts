import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  averagePool,
  maxPool,
  poolGeometry,
  rewardThroughAveragePool,
  rewardThroughMaxPool,
} from '../../../src/core/layers/pooling.js';
import { windowsOf } from '../../../src/core/layers/window.js';
import { eighths } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';

/** 2 x 4 pixels under two windows of 2 x 2. */
const two = poolGeometry(1, 4, windowsOf([2, 4], [2, 2], [2, 2]));
/** 3 x 3 pixels under four windows of 2 x 2 that overlap. */
const four = poolGeometry(1, 4, windowsOf([3, 3], [2, 2], [1, 1]));

describe('max-pool', () => {
  test('passes the largest value on and its reward back to it', () => {
    // 1 5 | 0 −1     windows: 5 at 1, 3 at 7
    // 2 4 | 0  3
    const inputs = Float64Array.of(1, 5, 0, -1, 2, 4, 0, 3);
    const { values, winners } = maxPool(inputs, 1, two);
    expect({ values: [...values], winners: [...winners] }).toEqual({ values: [5, 3], winners: [1, 7] });
    expect([...rewardThroughMaxPool(Float64Array.of(10, -20), winners, 8)]).toEqual([0, 10, 0, 0, 0, 0, 0, -20]);
  });

  test('gives a tie to the first of its window, row by row', () => {
    // 0 1 | 0 0     the 1 at 1 before the 1 at 4; silence belongs to the window's first pixel, 2
    // 1 1 | 0 0
    expect([...maxPool(Float64Array.of(0, 1, 0, 0, 1, 1, 0, 0), 1, two).winners]).toEqual([1, 2]);
  });

  test('adds up the rewards of one winner in several windows', () => {
    // The centre of 3 x 3 wins all four windows.
    const { winners } = maxPool(Float64Array.of(0, 0, 0, 0, 7, 0, 0, 0, 0), 1, four);
    expect([...winners]).toEqual([4, 4, 4, 4]);
    expect(rewardThroughMaxPool(Float64Array.of(1, 2, 3, 4), winners, 9)[4]).toBe(10);
  });

  test('works on values below 0, and on every channel and row by itself', () => {
    const geometry = poolGeometry(2, 2, windowsOf([1, 2], [1, 2], [1, 2]));
    // Rows of two channels of two pixels: (−3 −2) (−1 −4) · (5 6) (8 7)
    const { values, winners } = maxPool(Float64Array.of(-3, -2, -1, -4, 5, 6, 8, 7), 2, geometry);
    expect([...values]).toEqual([-2, -1, 6, 8]);
    expect([...winners]).toEqual([1, 2, 5, 6]);
  });

  test('leaves out pixels that no window reaches', () => {
    // 1 x 5 pixels, windows of 2 at stride 2: the fifth is never seen.
    const geometry = poolGeometry(1, 2, windowsOf([1, 5], [1, 2], [1, 2]));
    expect([...maxPool(Float64Array.of(1, 2, 4, 3, 9), 1, geometry).values]).toEqual([2, 4]);
  });
});

describe('average-pool', () => {
  test('passes the mean on and splits the reward by contribution', () => {
    // (1 + 5 + 2 + 4) / 4 = 3, (0 − 1 + 0 + 3) / 4 = ½;  R_in = x · n / 4 with n = 4, 8
    const inputs = Float64Array.of(1, 5, 0, -1, 2, 4, 0, 3);
    expect([...averagePool(inputs, 1, two)]).toEqual([3, 0.5]);
    const sent = rewardThroughAveragePool(Float64Array.of(4, 8), inputs, 1, two);
    expect(Array.from(sent, (r) => r + 0)).toEqual([1, 5, 0, -2, 2, 4, 0, 6]);
  });

  test('conserves reward: Σ R_in = Σ n · mean, also where windows overlap', () => {
    fc.assert(
      fc.property(eighths(18), eighths(8), (inputs, normed) => {
        const sum = (values: Float64Array): number => values.reduce((total, v) => total + v, 0);
        const means = averagePool(inputs, 2, four);
        const sent = rewardThroughAveragePool(normed, inputs, 2, four);
        expectClose([sum(sent)], [sum(normed.map((n, k) => n * means[k]!))]);
      }),
    );
  });
});
