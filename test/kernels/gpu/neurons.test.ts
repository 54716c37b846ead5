import { describe, expect, test } from 'vitest';
import { adaptiveNeurons } from '../../../kernels/gpu/adaptive-neurons.js';
import {
  carriedReward,
  normedMoved,
  normedSubtract,
  normedUnlessDiscarded,
} from '../../../kernels/gpu/membrane-reward.js';
import {
  voltagesSubtractAtOnce,
  voltagesSubtractDelayed,
  voltagesWithoutReset,
  voltagesZeroAtOnce,
  voltagesZeroDelayed,
} from '../../../kernels/gpu/membrane-voltages.js';
import { spikesOfVoltages, spikesSubtractAtOnce, spikesZeroAtOnce } from '../../../kernels/gpu/spikes.js';
import {
  leakyReluUnits,
  sigmoidUnits,
  signUnits,
  siluUnits,
  stepUnits,
  tanhUnits,
} from '../../../kernels/gpu/static-units.js';
import { rewardOfSynapticCurrents, synapticCurrents } from '../../../kernels/gpu/synaptic-current.js';
import { threadAt } from './thread-at.js';

/** One neuron of one sample, the constant current 0.75, decay 0.5, threshold 1: exact in binary. */
const constants = { batch: 1, stride: 0, decay: 0.5, threshold: 1 };
const current = [[0.75]];
const rest = [[0]];

function trajectory(kernel: typeof voltagesSubtractDelayed, steps: number): readonly number[] {
  return Array.from({ length: steps }, (_, t) => kernel.call(threadAt(0, t, constants), current, rest));
}

describe('membranes', () => {
  test('with a delayed subtraction lose the threshold one step after they crossed it', () => {
    // 0.75, 1.125 (fires), 0.5625 + 0.75 − 1 = 0.3125, 0.90625, 1.203125 (fires)
    expect(trajectory(voltagesSubtractDelayed, 5)).toEqual([0.75, 1.125, 0.3125, 0.90625, 1.203125]);
  });

  test('with an immediate subtraction lose it in the same step', () => {
    // 0.75, 1.125 − 1 = 0.125, 0.8125, 1.15625 − 1 = 0.15625
    expect(trajectory(voltagesSubtractAtOnce, 4)).toEqual([0.75, 0.125, 0.8125, 0.15625]);
  });

  test('with a reset to zero stand at 0 one step later, or at once', () => {
    expect(trajectory(voltagesZeroDelayed, 4)).toEqual([0.75, 1.125, 0, 0.75]);
    expect(trajectory(voltagesZeroAtOnce, 4)).toEqual([0.75, 0, 0.75, 0]);
  });

  test('without a reset only charge', () => {
    expect(trajectory(voltagesWithoutReset, 3)).toEqual([0.75, 1.125, 1.3125]);
  });

  test('of a second sample start from its own state and take its own currents', () => {
    const at = threadAt(0, 3, { batch: 2, stride: 2, decay: 0.5, threshold: 1 });
    // Row 3 is step 1 of sample 1: 0.5 · (0.5 · 0.5 + 0.25) + 0.125
    expect(voltagesWithoutReset.call(at, [[9], [0.25], [9], [0.125]], [[9], [0.5]])).toBe(0.375);
  });
});

describe('spikes', () => {
  test('need a membrane strictly above the threshold', () => {
    const fires = (v: number) => spikesOfVoltages.call(threadAt(0, 0, { threshold: 1 }), [[v]]);
    expect([1, 1 + 2 ** -20].map(fires)).toEqual([0, 1]);
  });

  test('of membranes that are reset at once come from what they were before', () => {
    const voltages = [[0.75], [0.125], [0.8125], [0.15625]];
    const at = (t: number) => spikesSubtractAtOnce.call(threadAt(0, t, constants), current, voltages, rest);
    expect([0, 1, 2, 3].map(at)).toEqual([0, 1, 0, 1]);
    const zeroed = [[0.75], [0], [0.75], [0]];
    const atZero = (t: number) => spikesZeroAtOnce.call(threadAt(0, t, constants), current, zeroed, rest);
    expect([0, 1, 2, 3].map(atZero)).toEqual([0, 1, 0, 1]);
  });

  test('of adaptive neurons raise the threshold, which relaxes again', () => {
    const part = (part: number) => (t: number) =>
      adaptiveNeurons.call(
        threadAt(0, t, {
          ...{ batch: 1, stride: 0, first: 0, decay: 0, threshold: 0.5, adaptation: 0.5, adaptationDecay: 0.5 },
          ...{ kept: 1, taken: 1, delayed: 0, part },
        }),
        current,
        rest,
        rest,
        rest,
      );
    // a before each step: 0, 1, 0.5, 1.25; thresholds 0.5, 1, 0.75 (not above), 0.625
    expect([0, 1, 2, 3].map(part(1))).toEqual([1, 0, 0, 1]);
    expect([0, 1, 2, 3].map(part(2))).toEqual([1, 0.5, 0.25, 1.125]);
    expect([0, 1].map(part(0))).toEqual([0.25, 0.75]);
  });
});

describe('reward through a membrane', () => {
  const at = (y: number) => threadAt(0, y, { batch: 1, steps: 2, stride: 1, decay: 0.5, threshold: 1, epsilon: 0.25 });

  test('is shared between the current and the memory, last step first', () => {
    const [reward, voltages, before, sums] = [[[0], [3]], [[0.5], [1]], [[0]], [[0.5], [0.75]]];
    // t = 1: D = |0.5| + |0.25 + 0.75 − 0.5| = 1; n = 3 / 1.25 = 2.4; C = 0.5 · 2.4 · 0.5 = 0.6
    // t = 0: D = 0 + |0.5|; n = 0.6 / 0.75 = 0.8
    const n = [0, 1].map((y) => normedMoved.call(at(y), reward, voltages, before, [[0]], sums));
    expect(n[1]).toBeCloseTo(2.4, 12);
    expect(n[0]).toBeCloseTo(0.8, 12);
    const alike = [0, 1].map((y) => normedSubtract.call(at(y), reward, voltages, before, [[0]]));
    expect(alike[1]).toBeCloseTo(2.4, 12);
    expect(carriedReward.call(threadAt(0, 0, { decay: 0.5 }), [[4]], [[0.25]])).toBe(0.5);
  });

  test('ends where a reset to zero discarded the charge', () => {
    const [reward, voltages, before, sums] = [[[1], [3]], [[1.5], [0]], [[0]], [[1.5], [0.75]]];
    const n = [0, 1].map((y) => normedUnlessDiscarded.call(at(y), reward, voltages, before, [[8]], sums));
    // Step 1 began above the threshold: nothing, also nothing handed down. Step 0: 1 / (1.5 + 0.25).
    expect(n[1]).toBe(0);
    expect(n[0]).toBeCloseTo(1 / 1.75, 12);
  });

  test('behind a synapse adds up what its later effects earned', () => {
    const synapse = { batch: 1, stride: 1, steps: 2, synapseDecay: 0.5 };
    expect([0, 1].map((y) => synapticCurrents.call(threadAt(0, y, synapse), [[1], [2]], [[4]]))).toEqual([3, 3.5]);
    expect([0, 1].map((y) => rewardOfSynapticCurrents.call(threadAt(0, y, synapse), [[1], [2]], [[4]]))).toEqual([
      3, 4,
    ]);
  });
});

test('units without memory', () => {
  const of = (kernel: typeof stepUnits) => [-1, 0, 1].map((z) => kernel.call(threadAt(0, 0, {}), [[z]]));
  expect(of(stepUnits)).toEqual([0, 0, 1]);
  expect(of(signUnits)).toEqual([-1, -1, 1]);
  expect(of(tanhUnits)).toEqual([Math.tanh(-1), 0, Math.tanh(1)]);
  expect(of(sigmoidUnits)[1]).toBe(0.5);
  expect(of(siluUnits)[2]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  expect(leakyReluUnits.call(threadAt(0, 0, { slope: 0.25 }), [[-4]])).toBe(-1);
  for (const kernel of [tanhUnits, sigmoidUnits, siluUnits])
    for (const z of [-1e30, 1e30]) expect(Number.isFinite(kernel.call(threadAt(0, 0, {}), [[z]]))).toBe(true);
});
