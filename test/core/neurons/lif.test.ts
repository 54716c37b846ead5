import { describe, expect, test } from 'vitest';
import { advanceLif } from '../../../src/core/neurons/lif.js';
import type { LifDescription } from '../../../src/core/neurons/neuron.js';
import { repeated, runNeuron } from './run-neuron.js';

const lif: LifDescription = { kind: 'lif', decay: 0.5, threshold: 1, reset: 'subtract', resetDelay: true };

describe('a LIF that subtracts its threshold', () => {
  test('with delay, keeps the membrane above the threshold until the next step', () => {
    // u = v/2 + 0.75, minus 1 when v > 1: 0.75 · 1.125 fires · 1.3125 − 1 · 0.90625 · 1.203125 fires
    // D = |v| + |u − v|: 0.75 · 0.75 + 0.375 · 1.125 + 0.1875 · 0.3125 + 0.59375 · 0.90625 + 0.296875
    expect(runNeuron(lif, repeated(0.75, 5))).toEqual({
      spikes: [0, 1, 0, 0, 1],
      voltage: [0, 0.75, 1.125, 0.3125, 0.90625, 1.203125],
      movement: [0.75, 1.125, 1.3125, 0.90625, 1.203125],
      discarded: [],
    });
  });

  test('without delay, keeps only the remainder', () => {
    // 0.75 · 1.125 → 0.125 · 0.8125 · 1.15625 → 0.15625
    // D = |v| + |v' + q − v| with q = 0: 0.75 · 0.75 + 0.625 · 0.125 + 0.6875 · 0.8125 + 0.65625
    expect(runNeuron({ ...lif, resetDelay: false }, repeated(0.75, 4))).toEqual({
      spikes: [0, 1, 0, 1],
      voltage: [0, 0.75, 0.125, 0.8125, 0.15625],
      movement: [0.75, 1.375, 0.8125, 1.46875],
      discarded: [],
    });
  });

  test('without delay, a remainder above the threshold costs the next spike its own reset', () => {
    // 2.5 fires, 1.5 remains. 0.75 + 2.5 − 1 = 2.25 fires; q = s, so nothing more goes: 2.25.
    // 1.125 + 2.5 − 1 = 2.625 fires: 2.625. 1.3125 − 1 − 1 = −0.6875 is silent, and the 1 taken for q comes back: 0.3125.
    // D = |v| + |v' + q − v|: 1.5 · 1.5 + |3.25 − 1.5| · 2.25 + |3.625 − 2.25| · 2.625 + |1.3125 − 2.625|
    expect(runNeuron({ ...lif, resetDelay: false }, [2.5, 2.5, 2.5, -1])).toEqual({
      spikes: [1, 1, 1, 0],
      voltage: [0, 1.5, 2.25, 2.625, 0.3125],
      movement: [1.5, 3.25, 3.625, 3.9375],
      discarded: [],
    });
  });

  test('counts a membrane below 0 by its magnitude', () => {
    // −0.5 · −0.25 + 1 = 0.75;  D = 0 + 0.5 · 0.5 + 1.25
    expect(runNeuron(lif, [-0.5, 1])).toMatchObject({ voltage: [0, -0.5, 0.75], movement: [0.5, 1.75] });
  });
});

describe('a LIF that resets to zero', () => {
  test('with delay, throws away the whole next step', () => {
    // 0.75 · 1.125 fires · 0.5625 + 0.75 = 1.3125, discarded: 0 · 0.75 · 1.125 fires
    // D is that of the charge before it is discarded: 1.125 + |1.3125 − 1.125| = 1.3125
    expect(runNeuron({ ...lif, reset: 'zero' }, repeated(0.75, 5))).toEqual({
      spikes: [0, 1, 0, 0, 1],
      voltage: [0, 0.75, 1.125, 0, 0.75, 1.125],
      movement: [0.75, 1.125, 1.3125, 0.75, 1.125],
      discarded: [0, 0, 1, 0, 0],
    });
  });

  test('without delay, starts the next step from 0', () => {
    // 0.75 · 1.125 → 0 · 0.75 · 1.125 → 0;  D = 0 + 0.75 · 0.75 + 0.375, twice
    expect(runNeuron({ ...lif, reset: 'zero', resetDelay: false }, repeated(0.75, 4))).toEqual({
      spikes: [0, 1, 0, 1],
      voltage: [0, 0.75, 0, 0.75, 0],
      movement: [0.75, 1.125, 0.75, 1.125],
      discarded: [0, 0, 0, 0],
    });
  });
});

test.each([true, false])(
  'a LIF without reset fires for as long as it is above the threshold (delay %s)',
  (resetDelay) => {
    // 0.75 · 1.125 · 1.3125 · 1.40625, on their way to 1.5;  D = v + (u − v) = u while the membrane rises
    expect(runNeuron({ ...lif, reset: 'none', resetDelay }, repeated(0.75, 4))).toEqual({
      spikes: [0, 1, 1, 1],
      voltage: [0, 0.75, 1.125, 1.3125, 1.40625],
      movement: [0.75, 1.125, 1.3125, 1.40625],
      discarded: [],
    });
  },
);

test.each(['subtract', 'zero', 'none'] as const)(
  'a membrane at the threshold neither fires nor resets (%s)',
  (reset) => {
    // 1 · 0.5 + 0.5 = 1 · 0.5 + 0.25 = 0.75
    for (const resetDelay of [true, false])
      expect(runNeuron({ ...lif, reset, resetDelay }, [1, 0.5, 0.25])).toMatchObject({
        spikes: [0, 0, 0],
        voltage: [0, 1, 1, 0.75],
      });
  },
);

test('an integrate-and-fire neuron forgets nothing', () => {
  // 0.375 · 0.75 · 1.125 fires · 1.125 + 0.375 − 1 = 0.5 · 0.875 · 1.25 fires
  const neuron = { kind: 'integrate-and-fire', threshold: 1, reset: 'subtract', resetDelay: true } as const;
  expect(runNeuron(neuron, repeated(0.375, 6))).toMatchObject({
    spikes: [0, 0, 1, 0, 0, 1],
    voltage: [0, 0.375, 0.75, 1.125, 0.5, 0.875, 1.25],
    // D = v + 0.375; after the spike too, because the reset is undone: 1.125 + |1.5 − 1.125|
    movement: [0.375, 0.75, 1.125, 1.5, 0.875, 1.25],
  });
});

test('the threshold scales the trajectory', () => {
  // The first trajectory times 4.
  const { voltage, spikes } = runNeuron({ ...lif, threshold: 4 }, repeated(3, 4));
  expect({ voltage, spikes }).toEqual({ spikes: [0, 1, 0, 0], voltage: [0, 3, 4.5, 1.25, 3.625] });
});

test('units of a batch do not touch each other, and the state that went in stays as it was', () => {
  const before = { voltage: Float64Array.of(0, 1.5, -1) };
  const currents = { values: Float64Array.of(2, 1, 0.25), constant: false };
  const { spikes, state } = advanceLif(currents, before, lif, { steps: 1, batch: 3 });
  // 2 fires · 0.75 + 1 − 1 = 0.75 · −0.5 + 0.25 = −0.25
  expect([...spikes]).toEqual([1, 0, 0]);
  expect([...state.voltage]).toEqual([2, 0.75, -0.25]);
  expect([...before.voltage]).toEqual([0, 1.5, -1]);
});
