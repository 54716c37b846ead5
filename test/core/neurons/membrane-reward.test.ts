import { describe, expect, test } from 'vitest';
import { advanceLif } from '../../../src/core/neurons/lif.js';
import { type MembraneTrace, rewardThroughMembrane } from '../../../src/core/neurons/membrane.js';
import type { LifDescription } from '../../../src/core/neurons/neuron.js';

const lif: LifDescription = { kind: 'lif', decay: 0.5, threshold: 1, reset: 'subtract', resetDelay: true };

/** Normed reward of each step, and what is carried to before the first, of one LIF neuron driven from rest. */
function sentBack(neuron: LifDescription, currents: readonly number[], reward: readonly number[], epsilon: number) {
  const values = Float64Array.from(currents);
  const span = { steps: currents.length, batch: 1 };
  const { trace } = advanceLif({ values, constant: false }, { voltage: new Float64Array(1) }, neuron, span);
  return lists(rewardThroughMembrane(Float64Array.from(reward), trace, epsilon, new Float64Array(1), false));
}

function lists({ normed, carried }: { normed: Float64Array; carried: Float64Array }) {
  const positiveZero = (v: number): number => v + 0;
  return { normed: Array.from(normed, positiveZero), carried: Array.from(carried, positiveZero) };
}

describe('reward through a membrane', () => {
  test('is divided by the movement, and the share of the memory goes to the step before', () => {
    // v before: 0 · 1.5 (fired) · 1.75 − 1 = 0.75;  u: 1.5 · 0.75 + 1 = 1.75 · 0.375 + 1 = 1.375 (fires)
    // D: 1.5 · 1.5 + 0.25 = 1.75 · 0.75 + 0.625 = 1.375;  with ε = 0.25: 1.75 · 2 · 1.625
    // A = 3.25, n = 2, C = ½ · 2 · 0.75 = 0.75 · A = 0.75, n = 0.375, C = ½ · 0.375 · 1.5 = 0.28125
    // A = 1.46875 + 0.28125 = 1.75, n = 1, C = 0
    expect(sentBack(lif, [1.5, 1, 1], [1.46875, 0, 3.25], 0.25)).toEqual({ normed: [1, 0.375, 2], carried: [0] });
  });

  test('from a memory below 0 changes its sign', () => {
    // v before: 0 · −1;  D: 1 · 1 + |−0.5 + 2.5 + 1| = 4;  with ε = 1: 2 · 5
    // A = 10, n = 2, C = ½ · 2 · −1 = −1 · A = −1, n = −0.5
    expect(sentBack(lif, [-1, 2.5], [0, 10], 1)).toEqual({ normed: [-0.5, 2], carried: [0] });
  });

  test('after a reset to zero with delay: the discarded step earns nothing and remembers nothing', () => {
    // u: 1.5 fires · 0.75 + 5 discarded, v' = 0 · 0.5 · 0.25 + 1.25 = 1.5 fires
    // D + ½: 2 · 1.5 + 4.25 + ½ · 1 · 0.5 + 1 + ½ = 2
    // A = 2, n = 1, C = ½ · 1 · 0.5 = 0.25 · A = 0.25, n = 0.25, C = 0 · A = 8, n = 0, C = 0 · A = 1, n = ½
    const neuron: LifDescription = { ...lif, reset: 'zero' };
    expect(sentBack(neuron, [1.5, 5, 0.5, 1.25], [1, 8, 0, 2], 0.5)).toEqual({
      normed: [0.5, 0, 0.25, 1],
      carried: [0],
    });
  });

  test('after a reset to zero without delay: every step counts, no memory outlives a spike', () => {
    // u: 1.5 → 0 · 0.5 · 0.25 + 1.25 = 1.5 → 0 · −0.5;  D + ½: 2 · 1 · 0.5 + 1 + ½ = 2 · 1
    // A = 4, n = 4, C = ½ · 4 · 0 · A = 2, n = 1, C = ½ · 1 · 0.5 · A = 0.25, n = 0.25, C = 0 · A = 1, n = ½
    const neuron: LifDescription = { ...lif, reset: 'zero', resetDelay: false };
    expect(sentBack(neuron, [1.5, 0.5, 1.25, -0.5], [1, 0, 2, 4], 0.5)).toEqual({
      normed: [0.5, 0.25, 1, 4],
      carried: [0],
    });
  });

  test('of a neuron that never moved is large but finite', () => {
    // D = 0, so n = A / ε; the current 0 multiplies it.
    expect(sentBack(lif, [0], [3], 2 ** -20)).toEqual({ normed: [3 * 2 ** 20], carried: [0] });
  });

  test('takes over what the following chunk carried', () => {
    // D of unit 0: 0.5 + |0.25 + 0.75 − 0.5| = 1;  of unit 1: 1 + |−0.5 + 1.5 + 1| = 3
    const trace: MembraneTrace = {
      voltages: Float64Array.of(0.5, -1, 1, 1),
      currents: { values: Float64Array.of(0.75, 1.5), constant: false },
      decay: 0.5,
    };
    // Unit 0: A = 1 + 2, n = 3 / 2, C = ½ · 1.5 · 0.5. Unit 1: A = 0 + 4, n = 4 / 4, C = ½ · 1 · −1.
    const sent = rewardThroughMembrane(Float64Array.of(1, 0), trace, 1, Float64Array.of(2, 4), false);
    expect(lists(sent)).toEqual({ normed: [1.5, 1], carried: [0.375, -0.5] });
  });

  test('carries nothing further when the reward of a step cancels what was carried to it', () => {
    // D = 0.5 + |0.25 + 0.5 − 0.5| at every step
    const trace: MembraneTrace = {
      voltages: Float64Array.of(0.5, 0.5, 0.5, 0.75),
      currents: { values: Float64Array.of(0.5), constant: true },
      decay: 0.5,
    };
    // With ε = 0.25, D + ε = 1. A = 1, n = 1, C = ½ · 1 · ½ = ¼ · A = −¼ + ¼ = 0, n = 0, C = 0 · A = 0, n = 0, C = 0
    const sent = rewardThroughMembrane(Float64Array.of(0, -0.25, 1), trace, 0.25, new Float64Array(1), false);
    expect(lists(sent)).toEqual({ normed: [0, 0, 1], carried: [0] });
  });
});
