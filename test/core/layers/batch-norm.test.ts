import { describe, expect, test } from 'vitest';
import { batchNorm, rewardThroughBatchNorm } from '../../../src/core/layers/batch-norm.js';

// Two channels of two positions; deviations √(3 + 1) = 2 and √(15 + 1) = 4.
const wide = {
  gain: Float64Array.of(3, -1),
  shift: Float64Array.of(1, -2),
  mean: Float64Array.of(1, 0.5),
  variance: Float64Array.of(3, 15),
  epsilon: 1,
};

describe('batch normalisation in its inference form', () => {
  test('scales and shifts every channel', () => {
    // Channel 0: 3·(5 − 1)/2 + 1, 3·(1 − 1)/2 + 1;  channel 1: −(4.5 − 0.5)/4 − 2, −(0.5 − 0.5)/4 − 2
    const z = batchNorm(Float64Array.of(5, 1, 4.5, 0.5), 2, wide);
    expect([...z]).toEqual([7, 1, -3, -2]);
  });

  test('splits reward by the affine map, summed over rows and positions', () => {
    // x̂ = 2, 0 | 1, 0;  n = 2, 4 | 8, −1
    // R_in = x n gain / deviation = 5·2·3/2, 1·4·3/2 | 4.5·8·−1/4, 0.5·−1·−1/4
    // gain: 3·(2·2 + 4·0), 1·(8·1 − 1·0);  shift: 1·(2 + 4), 2·(8 − 1)
    const sent = rewardThroughBatchNorm(Float64Array.of(2, 4, 8, -1), Float64Array.of(5, 1, 4.5, 0.5), 2, wide);
    expect([...sent.inputs]).toEqual([15, 6, -9, 0.125]);
    expect([...sent.gain]).toEqual([12, 8]);
    expect([...sent.shift]).toEqual([6, 14]);
  });

  test('adds the feedback of all rows', () => {
    const one = rewardThroughBatchNorm(Float64Array.of(2, 4, 8, -1), Float64Array.of(5, 1, 4.5, 0.5), 2, wide);
    const rows = (values: number[]): Float64Array => Float64Array.from([...values, ...values]);
    const two = rewardThroughBatchNorm(rows([2, 4, 8, -1]), rows([5, 1, 4.5, 0.5]), 2, wide);
    expect([...two.gain]).toEqual([...one.gain].map((g) => 2 * g));
    expect([...two.inputs]).toEqual([...one.inputs, ...one.inputs]);
  });
});
