import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outputReward, rewardOverSteps } from '../../../src/core/rewards/output-reward.js';
import { sumOverSteps } from '../../../src/core/signal.js';
import { eighths } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';

const lists = (reward: ReturnType<typeof outputReward>) => ({
  always: [...reward.always],
  perOutput: [...reward.perOutput],
  last: [...reward.last],
});
const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

describe('the rate reward', () => {
  const rate = (counts: readonly number[], label: number, steps: number, scale: 'none' | 'per-step' = 'none') =>
    lists(outputReward({ kind: 'rate', scale }, 'rate', Float64Array.from(counts), Int32Array.of(label), steps, 1e-6));

  test('asks the right class for half of the steps and the others for as much silence', () => {
    // T = 4, h = 2.  Label: 1 − σ(2 − 2) = ½ at every step.  Others where they spiked: −(1 − σ((4 − 2) − 2)) = −½.
    expect(rate([2, 2], 0, 4)).toEqual({ always: [0.5, 0], perOutput: [0, -0.5], last: [0, 0] });
    // Divided by T = 4.
    expect(rate([2, 2], 0, 4, 'per-step')).toEqual({ always: [0.125, 0], perOutput: [0, -0.125], last: [0, 0] });
  });

  test('rounds half of an odd number of steps down', () => {
    // T = 5, h = 2: ½ at N = 2 for the label and at T − N = 2 for the others.
    expect(rate([3, 2], 1, 5)).toEqual({ always: [0, 0.5], perOutput: [-0.5, 0], last: [0, 0] });
  });

  test('is largest for a silent right class and for wrong classes that always fire', () => {
    // T = 6, h = 3: 1 − σ(0 − 3), −(1 − σ(0 − 3)), −(1 − σ(6 − 3))
    const { always, perOutput } = rate([0, 6, 0], 0, 6);
    expectClose(always, [1 - logistic(-3), 0, 0]);
    expectClose(perOutput, [0, -(1 - logistic(-3)), -(1 - logistic(3))]);
  });

  test('written out over the steps reaches a silent right class, and wrong ones only at their spikes', () => {
    // Two steps, two classes, label 0: spikes 0 1 | 0 0
    const reward = { always: Float64Array.of(0.5, 0), perOutput: Float64Array.of(0, -0.25), last: new Float64Array(2) };
    const output = { values: Float64Array.of(0, 1, 0, 0), constant: false };
    const overSteps = rewardOverSteps(reward, output, { steps: 2, batch: 1 }, true);
    expect(Array.from(overSteps, (r) => r + 0)).toEqual([0.5, -0.25, 0.5, 0]);
  });
});

describe('another reward of a read-out', () => {
  const label = Int32Array.of(0);
  const right = { kind: 'correct-class' } as const;

  test('"last" gives all of it to the last step', () => {
    const reward = outputReward(right, 'last', Float64Array.of(3, 1), label, 3, 1e-6);
    expect(lists(reward)).toEqual({ always: [0, 0], perOutput: [0, 0], last: [1, 0] });
    const output = { values: Float64Array.of(9, 9, 9, 9, 3, 1), constant: false };
    const span = { steps: 3, batch: 1 };
    expect([...rewardOverSteps(reward, output, span, true)]).toEqual([0, 0, 0, 0, 1, 0]);
    expect([...rewardOverSteps(reward, output, span, false)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('"rate" splits it over the spikes: R_t = S_t · r / s(N)', () => {
    // N = 3, r = 1, ε = 1: ¼ a spike
    const reward = outputReward(right, 'rate', Float64Array.of(3, 1), label, 4, 1);
    expect(lists(reward)).toEqual({ always: [0, 0], perOutput: [0.25, 0], last: [0, 0] });
    const spikes = { values: Float64Array.of(1, 0, 1, 1, 0, 0, 1, 0), constant: false };
    expect([...rewardOverSteps(reward, spikes, { steps: 4, batch: 1 }, true)]).toEqual([
      0.25, 0, 0.25, 0, 0, 0, 0.25, 0,
    ]);
  });

  test('"mean" splits it by contribution to the mean: R_t = o_t · r / (T · s(o))', () => {
    // o = ½, ε = ½, T = 4: ¼ · 1 / (½ + ½) for each 1 of output
    const reward = outputReward(right, 'mean', Float64Array.of(0.5, 0.25), label, 4, 0.5);
    expect(lists(reward)).toEqual({ always: [0, 0], perOutput: [0.25, 0], last: [0, 0] });
  });

  test('adds up to r · o / s(o) over the steps', () => {
    fc.assert(
      fc.property(eighths(8), fc.constantFrom('rate' as const, 'mean' as const), (outputs, readout) => {
        const [steps, epsilon] = [4, 1e-6];
        const sums = sumOverSteps(outputs, 2);
        const values = readout === 'mean' ? sums.map((s) => s / steps) : sums;
        const reward = outputReward({ kind: 'softmax' }, readout, values, label, steps, epsilon);
        const spread = rewardOverSteps(reward, { values: outputs, constant: false }, { steps, batch: 1 }, true);
        const whole = outputReward({ kind: 'softmax' }, 'last', values, label, steps, epsilon).last;
        const kept = values.map((o) => o / (o >= 0 ? o + epsilon : o - epsilon));
        expectClose(
          sumOverSteps(spread, 2),
          whole.map((r, k) => r * kept[k]!),
          1e-9,
        );
      }),
    );
  });
});

test('a constant output earns at once what it would earn step by step', () => {
  const parts = fc.record({ always: eighths(4), perOutput: eighths(4), last: eighths(4) });
  fc.assert(
    fc.property(parts, eighths(4), fc.integer({ min: 1, max: 6 }), fc.boolean(), (reward, output, steps, isLast) => {
      const repeated = Float64Array.from({ length: 4 * steps }, (_, k) => output[k % 4]!);
      const span = { steps, batch: 2 };
      const atOnce = rewardOverSteps(reward, { values: output, constant: true }, span, isLast);
      const byStep = rewardOverSteps(reward, { values: repeated, constant: false }, span, isLast);
      expectClose(atOnce, sumOverSteps(byStep, 4));
      expect(byStep.length).toBe(4 * steps);
    }),
  );
});
