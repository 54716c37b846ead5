import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AdaptiveLifDescription } from '../../../src/core/neurons/neuron.js';
import { eighths, reals } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { repeated, runNeuron } from './run-neuron.js';

const adaptive: AdaptiveLifDescription = {
  kind: 'adaptive-lif',
  decay: 0.5,
  threshold: 1,
  adaptation: 0.5,
  adaptationDecay: 0.5,
  reset: 'subtract',
  resetDelay: true,
};

describe('an adaptive LIF', () => {
  test('with delay, pays back the threshold that it crossed', () => {
    // a: 0 · 1 · 0.5 · 1.25, so the threshold is 1 · 1.5 · 1.25 · 1.625
    // 1.5 fires · 0.75 + 1.5 − 1 = 1.25 · 0.625 + 1.5 = 2.125 fires · 1.0625 + 1.5 − 1.25 = 1.3125
    expect(runNeuron(adaptive, repeated(1.5, 4))).toEqual({
      spikes: [1, 0, 1, 0],
      voltage: [0, 1.5, 1.25, 2.125, 1.3125],
      // D = |v| + |u − v|, u before the reset: 1.5 · 2.25 · 2.125 · 2.5625, each a rise from v
      movement: [1.5, 2.25, 2.125, 2.5625],
      discarded: [],
    });
  });

  test('without delay, keeps what is above the raised threshold', () => {
    // a: 0 · 1 · 1.5 · 0.75, so the threshold is 1 · 1.5 · 1.75 · 1.375
    // 1.5 → 0.5 · 1.75 → 0.25 · 1.625 silent · 2.3125 → 0.9375
    expect(runNeuron({ ...adaptive, resetDelay: false }, repeated(1.5, 4))).toMatchObject({
      spikes: [1, 1, 0, 1],
      voltage: [0, 0.5, 0.25, 1.625, 0.9375],
      movement: [1.5, 1.75, 1.625, 2.3125],
    });
  });

  test('that resets to zero with delay throws away the step after a spike', () => {
    // 1.5 fires · discarded · 1.5 > 1.25 fires · discarded (threshold 1 + 0.5 · 1.25)
    expect(runNeuron({ ...adaptive, reset: 'zero' }, repeated(1.5, 4))).toMatchObject({
      spikes: [1, 0, 1, 0],
      voltage: [0, 1.5, 0, 1.5, 0],
      discarded: [0, 1, 0, 1],
    });
  });

  test('needs more for a second spike, and as little as at first when the adaptation has gone', () => {
    // No membrane memory: 1.25 fires at threshold 1, not at 1 + 0.5; after 1 + 0.25 it is only equal, then 1.125 is below.
    const forgetful = { ...adaptive, decay: 0, resetDelay: false };
    expect(runNeuron(forgetful, repeated(1.25, 4)).spikes).toEqual([1, 0, 0, 1]);
  });

  test('does not fire at its threshold', () => {
    expect(runNeuron({ ...adaptive, decay: 0 }, [1, 1, 1]).spikes).toEqual([0, 0, 0]);
  });

  test('that does not adapt is a LIF that subtracts with delay', () => {
    const { adaptation: _, adaptationDecay: __, ...rest } = adaptive;
    const parameters = fc.record({ decay: fc.double({ min: 0, max: 1, noNaN: true }), currents: reals(12) });
    fc.assert(
      fc.property(parameters, ({ decay, currents }) => {
        const lif = runNeuron({ ...rest, kind: 'lif', decay }, [...currents]);
        const same = runNeuron({ ...adaptive, decay, adaptation: 0 }, [...currents]);
        expect(same.spikes).toEqual(lif.spikes);
        expect(same.voltage).toEqual(lif.voltage);
        // D is written in two ways: |v| + |u − v| and |v| + |v' + threshold − v|.
        expectClose(same.movement, lif.movement, 1e-14);
      }),
    );
  });

  test('without reset rises and falls as a membrane without threshold', () => {
    fc.assert(
      fc.property(eighths(6), (currents) => {
        const { voltage } = runNeuron({ ...adaptive, reset: 'none' }, [...currents]);
        for (let step = 0; step < 6; step++) expect(voltage[step + 1]).toBe(0.5 * voltage[step]! + currents[step]!);
      }),
    );
  });
});
