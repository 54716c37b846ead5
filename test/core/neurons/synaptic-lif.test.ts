import { describe, expect, test } from 'vitest';
import { filterCurrent, rewardThroughSynapse } from '../../../src/core/neurons/synaptic-current.js';
import { runNeuron } from './run-neuron.js';

describe('an exponential synapse', () => {
  test('answers an impulse with the powers of its decay', () => {
    const impulse = { values: Float64Array.of(1, 0, 0, 0, 0), constant: false };
    const { current, after } = filterCurrent(impulse, Float64Array.of(0), 0.5, { steps: 5, batch: 1 });
    expect([...current]).toEqual([1, 0.5, 0.25, 0.125, 0.0625]);
    expect([...after]).toEqual([0.0625]);
  });

  test('goes on from the current that it was left with', () => {
    // 0.5 · 4 + 1 = 3 · 1.5 + 1 = 2.5
    const one = { values: Float64Array.of(1), constant: true };
    expect([...filterCurrent(one, Float64Array.of(4), 0.5, { steps: 2, batch: 1 }).current]).toEqual([3, 2.5]);
  });

  test('passes reward back to every step whose current was still there', () => {
    // k = n + k'/2 from the end, where the following chunk left 4: 1 + 2 = 3 · 0 + 1.5 · 2 + 0.75
    const { normed, carried } = rewardThroughSynapse(Float64Array.of(2, 0, 1), 0.5, Float64Array.of(4));
    expect([...normed]).toEqual([2.75, 1.5, 3]);
    expect([...carried]).toEqual([2.75]);
  });
});

describe('a synaptic LIF', () => {
  const neuron = {
    kind: 'synaptic-lif',
    decay: 0.5,
    synapseDecay: 0.5,
    threshold: 1,
    reset: 'subtract',
    resetDelay: true,
  } as const;

  test('charges with the filtered current', () => {
    // i: 0.75 · 1.125 · 0.5625 · 0.28125
    // u: 0.75 · 0.375 + 1.125 = 1.5 fires · 0.75 + 0.5625 − 1 = 0.3125 · 0.15625 + 0.28125 = 0.4375
    expect(runNeuron(neuron, [0.75, 0.75, 0, 0])).toEqual({
      spikes: [0, 1, 0, 0],
      voltage: [0, 0.75, 1.5, 0.3125, 0.4375],
      // 0.75 · 0.75 + 0.75 · 1.5 + |1.3125 − 1.5| · 0.3125 + 0.125
      movement: [0.75, 1.5, 1.6875, 0.4375],
      discarded: [],
    });
  });

  test('with a synapse that forgets at once is a LIF', () => {
    const currents = [0.7, 0.9, -0.3, 1.4, 0.2];
    const { synapseDecay: _, ...rest } = neuron;
    expect(runNeuron({ ...neuron, synapseDecay: 0 }, currents)).toEqual(runNeuron({ ...rest, kind: 'lif' }, currents));
  });
});
