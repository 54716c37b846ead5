import { describe, expect, test } from 'vitest';
import { sumOperation } from '../../../src/core/layers/operations/summing.js';
import type { Signal } from '../../../src/core/signal.js';

const span = { steps: 2, batch: 1 };
const varying = (...values: number[]): Signal => ({ values: Float64Array.from(values), constant: false });
const constant = (...values: number[]): Signal => ({ values: Float64Array.from(values), constant: true });

function sentBack(inputs: readonly Signal[], normed: readonly number[]): number[][] {
  const result = sumOperation.sums(inputs, {}, span);
  const n = Float64Array.from(normed);
  const { inputs: sent } = sumOperation.feedback({
    arrived: { reward: () => n.map((v, k) => v * result.sums.values[k]!), normed: () => n },
    inputs,
    result,
    tensors: {},
    rule: { kind: 'epsilon', epsilon: 1e-6 },
    span,
    wantInputs: true,
  });
  return sent.map((rewards) => [...rewards]);
}

describe('a residual sum', () => {
  test('adds its operands and gives each its contribution', () => {
    // Two units, two steps.
    const operands = [varying(1, 2, 3, 4), varying(10, 0, -10, 1)];
    expect(sumOperation.sums(operands, {}, span).sums).toEqual(varying(11, 2, -7, 5));
    expect(sentBack(operands, [1, 2, 3, -1])).toEqual([
      [1, 4, 9, -4],
      [10, 0, -30, -1],
    ]);
  });

  test('takes a constant operand at every step and rewards it for all of them', () => {
    const operands = [constant(5, -1), varying(1, 2, 3, 4)];
    expect(sumOperation.sums(operands, {}, span).sums).toEqual(varying(6, 1, 8, 3));
    // 5 · (1 + 3), −1 · (2 − 4)
    expect(sentBack(operands, [1, 2, 3, -4])).toEqual([
      [20, 2],
      [1, 4, 9, -16],
    ]);
    // The order of the operands does not matter.
    expect(sentBack(operands.toReversed(), [1, 2, 3, -4])).toEqual([
      [1, 4, 9, -16],
      [20, 2],
    ]);
  });

  test('of constants is constant', () => {
    const operands = [constant(5, -1), constant(2, 2), constant(1, 0)];
    expect(sumOperation.sums(operands, {}, span).sums).toEqual(constant(8, 1));
    expect(sentBack(operands, [2, 3])).toEqual([
      [10, -3],
      [4, 6],
      [2, 0],
    ]);
  });
});
