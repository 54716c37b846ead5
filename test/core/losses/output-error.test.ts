import { describe, expect, test } from 'vitest';
import { answersOf } from '../../../src/core/answers.js';
import { answerBorder, outputError } from '../../../src/core/losses/output-error.js';
import type { OutputReward } from '../../../src/core/rewards/output-reward.js';

const rows = ({ always, perOutput, last }: OutputReward) => [[...always], [...perOutput], [...last]];

describe('the error of the outputs', () => {
  // Read-out (3, 1), label 0: differences 2 and 1.
  const values = Float64Array.of(3, 1);
  const label = Int32Array.of(0);

  test('reaches the last step alone when only that is read', () => {
    expect(rows(outputError('squared-error', 'last', values, label, 4).error)).toEqual([
      [0, 0],
      [0, 0],
      [-2, -1],
    ]);
  });

  test('reaches each of four steps with a quarter when their mean is read', () => {
    expect(rows(outputError('squared-error', 'mean', values, label, 4).error)).toEqual([
      [-0.5, -0.25],
      [0, 0],
      [0, 0],
    ]);
  });

  test('of squared errors compares rates: counts 3 and 1 of 4 with 1 and 0, a quarter of −¼ and ¼ each step', () => {
    const { loss, error } = outputError('squared-error', 'rate', values, label, 4);
    // ½ (¼² + ¼²)
    expect(loss).toBe(0.0625);
    expect(rows(error)).toEqual([
      [0.0625, -0.0625],
      [0, 0],
      [0, 0],
    ]);
  });

  test('of cross-entropy takes counts as logits, whole at each step: softmax of equal counts is ½ and ½', () => {
    const { loss, error } = outputError('cross-entropy', 'rate', Float64Array.of(2, 2), label, 4);
    expect(loss).toBeCloseTo(Math.log(2), 15);
    expect(rows(error)).toEqual([
      [0.5, -0.5],
      [0, 0],
      [0, 0],
    ]);
  });

  test('is divided by the batch', () => {
    const { error } = outputError('squared-error', 'last', Float64Array.of(1, 1, 1, 1), Int32Array.of(0, 1), 1);
    expect([...error.last]).toEqual([-0, -0.5, -0.5, -0]);
  });

  test('of a single output compares it with the label itself', () => {
    const { error } = outputError('squared-error', 'last', Float64Array.of(0.25), Int32Array.of(1), 1);
    expect([...error.last]).toEqual([0.75]);
  });

  test('refuses cross-entropy of a single output', () => {
    expect(() => outputError('cross-entropy', 'last', Float64Array.of(1), Int32Array.of(1), 1)).toThrow(
      new RangeError('cross-entropy needs two outputs or more, got 1: use squared-error'),
    );
  });
});

test('a single read-out is judged half way between the targets of squared errors, as a logit otherwise', () => {
  expect(answerBorder('squared-error', 'last', 7)).toBe(0.5);
  expect(answerBorder('squared-error', 'mean', 7)).toBe(0.5);
  // Rates are compared with 0 and 1, and 3.5 spikes in 7 steps are a rate of ½.
  expect(answerBorder('squared-error', 'rate', 7)).toBe(3.5);
  expect(answerBorder('cross-entropy', 'rate', 7)).toBe(0);
  expect(answerBorder(undefined, 'last', 7)).toBe(0);
  expect([...answersOf(Float64Array.of(0.4, 0.5, 0.6), 1, 0.5)]).toEqual([0, 0, 1]);
  expect([...answersOf(Float64Array.of(0.4, 0.5, 0.6, 0.6), 2, 0.5)]).toEqual([1, 0]);
});
