import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NeuronResponse, type NeuronState, respond, restingState } from '../../../src/core/neurons/dynamics.js';
import type { SpikingDescription } from '../../../src/core/neurons/neuron.js';
import { reals, spikingNeuron } from '../arbitraries.js';
import { membraneTables } from './membrane-tables.js';

const UNITS = 3;
const STEPS = 7;

function run(neuron: SpikingDescription, currents: Float64Array, state: NeuronState): NeuronResponse {
  const span = { steps: currents.length / UNITS, batch: UNITS };
  return respond(neuron, { values: currents, constant: false }, state, span);
}

const joined = (a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): number[] => [
  ...Array.from(a ?? []),
  ...Array.from(b ?? []),
];

describe('every spiking neuron', () => {
  test('stays silent without a current above 0', () => {
    fc.assert(
      fc.property(spikingNeuron, reals(STEPS * UNITS), (neuron, currents) => {
        const { output } = run(
          neuron,
          currents.map((i) => Math.min(i, 0)),
          restingState(neuron, UNITS),
        );
        expect(output.values.some((spike) => spike !== 0)).toBe(false);
      }),
    );
  });

  test('runs T steps as it runs T1 and then T2 of them', () => {
    fc.assert(
      fc.property(
        spikingNeuron,
        reals(STEPS * UNITS),
        fc.integer({ min: 1, max: STEPS - 1 }),
        (neuron, currents, t1) => {
          const whole = run(neuron, currents, restingState(neuron, UNITS));
          const first = run(neuron, currents.slice(0, t1 * UNITS), restingState(neuron, UNITS));
          const second = run(neuron, currents.slice(t1 * UNITS), first.state);
          expect(joined(first.output.values, second.output.values)).toEqual([...whole.output.values]);
          expect(second.state).toEqual(whole.state);
          const [a, b, both] = [first, second, whole].map(({ trace }) => membraneTables(trace!, UNITS));
          for (const part of ['voltageBefore', 'movement', 'discarded'] as const)
            expect(joined(a![part], b![part])).toEqual(joined(both![part], []));
          expect(first.spikeCount + second.spikeCount).toBe(whole.spikeCount);
        },
      ),
    );
  });

  test('takes a constant current as the same current repeated', () => {
    fc.assert(
      fc.property(spikingNeuron, reals(UNITS), (neuron, current) => {
        const span = { steps: STEPS, batch: UNITS };
        const repeated = Float64Array.from({ length: STEPS * UNITS }, (_, k) => current[k % UNITS]!);
        const rest = restingState(neuron, UNITS);
        const [once, again] = [
          respond(neuron, { values: current, constant: true }, rest, span),
          run(neuron, repeated, rest),
        ];
        expect(membraneTables(once.trace!, UNITS)).toEqual(membraneTables(again.trace!, UNITS));
        expect([once.output, once.state, once.spikeCount]).toEqual([again.output, again.state, again.spikeCount]);
        expect(once.spikeCount).toBe(once.output.values.reduce((sum, s) => sum + s, 0));
      }),
    );
  });

  test('leaves its currents and the state that it started from as they were', () => {
    fc.assert(
      fc.property(spikingNeuron, reals(STEPS * UNITS), (neuron, currents) => {
        const { state } = run(neuron, currents, restingState(neuron, UNITS));
        const [stateBefore, currentsBefore] = structuredClone([state, currents]);
        run(neuron, currents, state);
        expect([state, currents]).toEqual([stateBefore, currentsBefore]);
      }),
      { numRuns: 30 },
    );
  });

  test('fires at most once a step, with a height of 1', () => {
    fc.assert(
      fc.property(spikingNeuron, reals(STEPS * UNITS, 100), (neuron, currents) => {
        const { output } = run(neuron, currents, restingState(neuron, UNITS));
        expect(output.values.every((spike) => spike === 0 || spike === 1)).toBe(true);
      }),
    );
  });
});
