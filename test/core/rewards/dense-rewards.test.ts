import { describe, expect, test } from 'vitest';
import { softmax } from '../../../src/core/losses/softmax.js';
import { type DenseReward, denseReward } from '../../../src/core/rewards/dense-rewards.js';

const [ln2, ln3, ln4] = [Math.log(2), Math.log(3), Math.log(4)];

/** Reward of one sample; −0 is written as 0. */
function rewardOf(description: DenseReward, outputs: readonly number[], label: number): number[] {
  const rewards = denseReward(description, Float64Array.from(outputs), Int32Array.of(label), outputs.length);
  return Array.from(rewards, (r) => r + 0);
}

const near = (...values: number[]) => values.map((v) => (v === 0 ? 0 : expect.closeTo(v, 14)));

test('softmax: output times (label minus probability)', () => {
  // e^o = 2, 2, 4: p = ¼, ¼, ½
  expect(rewardOf({ kind: 'softmax' }, [ln2, ln2, ln4], 2)).toEqual(near(-ln2 / 4, -ln2 / 4, ln4 / 2));
  expect(rewardOf({ kind: 'softmax' }, [ln2, ln2, ln4], 0)).toEqual(near((ln2 * 3) / 4, -ln2 / 4, -ln4 / 2));
});

test('softmax does not overflow at ± 10,000', () => {
  expect([...softmax(Float64Array.of(1e4, -1e4, 1e4))]).toEqual([0.5, 0, 0.5]);
  // p = 1, 0: 10⁴ · (0 − 1), −10⁴ · (1 − 0)
  expect(rewardOf({ kind: 'softmax' }, [1e4, -1e4], 1)).toEqual([-1e4, -1e4]);
});

test('sigmoid: every class by itself', () => {
  // σ = ¾, ¼
  expect(rewardOf({ kind: 'sigmoid' }, [ln3, -ln3], 0)).toEqual(near(ln3 / 4, ln3 / 4));
  expect(rewardOf({ kind: 'sigmoid' }, [1e4, -1e4], 1)).toEqual([-1e4, -1e4]);
});

test('binary sigmoid: one output that is the probability of label 1', () => {
  expect(rewardOf({ kind: 'binary-sigmoid' }, [ln3], 1)).toEqual(near(ln3 / 4));
  expect(rewardOf({ kind: 'binary-sigmoid' }, [ln3], 0)).toEqual(near((-3 * ln3) / 4));
});

describe('bounded softmax', () => {
  test('takes probabilities beyond its bounds as 1 and 0', () => {
    // p = ¼, ¼, ½ becomes 0, 0, 1 under bounds 0.3 and 0.4
    const bounded = { kind: 'bounded-softmax', low: 0.3, high: 0.4, signOnly: false } as const;
    expect(rewardOf(bounded, [ln2, ln2, ln4], 0)).toEqual(near(ln2, 0, -ln4));
    expect(rewardOf({ ...bounded, signOnly: true }, [ln2, ln2, ln4], 0)).toEqual([1, 0, -1]);
  });

  test('is softmax within its bounds, and at them', () => {
    // Exactly ½ is not above a bound of ½, and not below it.
    const outputs = [-1, -1];
    expect(rewardOf({ kind: 'bounded-softmax', low: 0.5, high: 0.5, signOnly: false }, outputs, 0)).toEqual([
      -0.5, 0.5,
    ]);
    expect(rewardOf({ kind: 'softmax' }, outputs, 0)).toEqual([-0.5, 0.5]);
    expect(rewardOf({ kind: 'bounded-softmax', low: 0.5, high: 0.5, signOnly: true }, outputs, 0)).toEqual([-0.5, 0.5]);
  });
});

describe('correct class', () => {
  const reward = (outputs: readonly number[], label: number) => rewardOf({ kind: 'correct-class' }, outputs, label);

  test('rewards the sign of the label where it is the largest', () => {
    expect(reward([1, 3, 2], 1)).toEqual([0, 1, 0]);
    expect(reward([-3, -1, -2], 1)).toEqual([0, -1, 0]);
    expect(reward([1, 3, 2], 2)).toEqual([0, 0, 0]);
  });

  test('counts a tie at the top as right, wherever it stands', () => {
    expect(reward([2, 2, 1], 1)).toEqual([0, 1, 0]);
    expect(reward([2, 2, 1], 0)).toEqual([1, 0, 0]);
  });

  test('has nothing for an output of 0', () => {
    expect(reward([0, 0], 0)).toEqual([0, 0]);
  });
});

test('misclassification: against every output above the label, not against a tie', () => {
  expect(rewardOf({ kind: 'misclassification' }, [1, 3, 2, 1, 0], 0)).toEqual([0, -1, -1, 0, 0]);
  // Below 0 the sign turns around: R / z > 0 would raise it.
  expect(rewardOf({ kind: 'misclassification' }, [-3, -1, 2], 0)).toEqual([0, 1, -1]);
});

test('maximize raises its output and minimize is the opposite, whatever the label', () => {
  // 1 − σ = ¼, ¾
  for (const label of [0, 1]) {
    expect(rewardOf({ kind: 'maximize' }, [ln3, -ln3, 0], label)).toEqual(near(0.25, -0.75, 0));
    expect(rewardOf({ kind: 'minimize' }, [ln3, -ln3, 0], label)).toEqual(near(-0.25, 0.75, 0));
  }
});

test('samples of a batch are rewarded one by one', () => {
  const rewards = denseReward({ kind: 'correct-class' }, Float64Array.of(1, 2, 5, 4), Int32Array.of(1, 0), 2);
  expect([...rewards]).toEqual([0, 1, 1, 0]);
});
