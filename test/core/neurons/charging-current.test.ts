import { describe, expect, test } from 'vitest';
import { chargingCurrent } from '../../../src/core/neurons/charging-current.js';
import { respond, restingState } from '../../../src/core/neurons/dynamics.js';
import { isSpiking, type NeuronDescription } from '../../../src/core/neurons/neuron.js';
import { type NeuronVariables, variablesIn } from '../../../src/core/neurons/neuron-variables.js';

/** Multiples of 1/16: with decays and thresholds in binary every number is exact. */
const CURRENTS = [0.75, 0.75, 1.5, -0.25, 0, 2, 0.5, 0.0625, 1, 1];

/** The currents that are found step by step, and those of the steps in which a reset to zero discarded them. */
function found(neuron: NeuronDescription): readonly number[] {
  if (!isSpiking(neuron)) throw new RangeError('no membrane');
  let state = restingState(neuron, 1);
  let before: NeuronVariables | undefined;
  return CURRENTS.map((current) => {
    const sums = { values: Float64Array.of(current), constant: true };
    const { output, state: next } = respond(neuron, sums, state, { steps: 1, batch: 1 });
    const after = variablesIn(next);
    const result = chargingCurrent(neuron, before, after, 0, output.values[0] === 1);
    [state, before] = [next, after];
    return result;
  });
}

const lif = { kind: 'lif', decay: 0.5, threshold: 0.5, resetDelay: true } as const;
const kinds = [
  lif,
  { ...lif, kind: 'integrate-and-fire' },
  { ...lif, kind: 'adaptive-lif', adaptation: 0.25, adaptationDecay: 0.5 },
] as const;
const delays = [true, false].flatMap((resetDelay) => kinds.map((kind) => ({ ...kind, resetDelay })));

describe.each(['subtract', 'none'] as const)('reset %s', (reset) => {
  test.each(delays)('the current of $kind (delay: $resetDelay) is found exactly', (kind) => {
    expect(found({ ...kind, reset })).toEqual(CURRENTS);
  });
});

test.each(delays)('reset to zero: the current of $kind (delay: $resetDelay) is lost where a charge was', (kind) => {
  const all = found({ ...kind, reset: 'zero' });
  expect(all.filter((current, step) => !Number.isNaN(current) && current !== CURRENTS[step])).toEqual([]);
  expect(all.some(Number.isNaN)).toBe(true);
  expect(all.some((current) => !Number.isNaN(current))).toBe(true);
});

test('a charge above the threshold, delay on, reset to zero: the step after a spike tells nothing', () => {
  // v: 0.75 fires; the next charge is discarded: 0; then 1.5 fires, the next is discarded, then 0.
  expect(found({ ...lif, reset: 'zero' }).slice(0, 5)).toEqual([0.75, Number.NaN, 1.5, Number.NaN, 0]);
});

test('behind a synapse it is the synaptic current: i = 0.5 · i + I', () => {
  const synaptic = { ...lif, kind: 'synaptic-lif', synapseDecay: 0.5, reset: 'zero' } as const;
  expect(found(synaptic).slice(0, 4)).toEqual([0.75, 1.125, 2.0625, 0.78125]);
});
