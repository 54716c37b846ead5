import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noCarriedReward, respond, restingState, rewardThroughNeurons } from '../../../src/core/neurons/dynamics.js';
import { rewardThroughMembrane } from '../../../src/core/neurons/membrane.js';
import type { SpikingDescription } from '../../../src/core/neurons/neuron.js';
import { filterCurrent, rewardThroughSynapse } from '../../../src/core/neurons/synaptic-current.js';
import { reals, spikingNeuron } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { membraneTables } from './membrane-tables.js';

const UNITS = 2;
const STEPS = 8;
const EPSILON = 1e-6;

interface Lived {
  readonly neuron: SpikingDescription;
  readonly currents: Float64Array;
  readonly reward: Float64Array;
}

/** A neuron, what drives it and what its spikes earn. Rewards are multiples of ¼, so that some of them cancel. */
const lived: fc.Arbitrary<Lived> = fc.record({
  neuron: spikingNeuron,
  currents: reals(STEPS * UNITS),
  reward: fc
    .array(fc.integer({ min: -8, max: 8 }), { minLength: STEPS * UNITS, maxLength: STEPS * UNITS })
    .map((quarters) => Float64Array.from(quarters, (q) => q / 4)),
});

/** What reaches the membrane, synapse included, and the membrane's own feedback. */
function feedback({ neuron, currents, reward }: Lived) {
  const span = { steps: STEPS, batch: UNITS };
  const { trace } = respond(neuron, { values: currents, constant: false }, restingState(neuron, UNITS), span);
  const decay = neuron.kind === 'integrate-and-fire' ? 1 : neuron.decay;
  const driving =
    neuron.kind === 'synaptic-lif'
      ? filterCurrent({ values: currents, constant: false }, new Float64Array(UNITS), neuron.synapseDecay, span).current
      : currents;
  const { normed } = rewardThroughMembrane(reward, trace!, EPSILON, new Float64Array(UNITS), false);
  return { trace: membraneTables(trace!, UNITS), decay, driving, normed };
}

describe('reward in a spiking neuron', () => {
  test('of current and memory together is A · (decay · v + I) / (D + ε), and 0 where the step was discarded', () => {
    fc.assert(
      fc.property(lived, (life) => {
        const { trace, decay, driving, normed } = feedback(life);
        for (let unit = 0; unit < UNITS; unit++) {
          let memory = 0;
          for (let step = STEPS - 1; step >= 0; step--) {
            const k = step * UNITS + unit;
            const arrived = life.reward[k]! + memory;
            memory = normed[k]! * decay * trace.voltageBefore[k]!;
            const charge = decay * trace.voltageBefore[k]! + driving[k]!;
            const kept = trace.discarded?.[k] ? 0 : (arrived * charge) / (trace.movement[k]! + EPSILON);
            const current = normed[k]! * driving[k]!;
            // Products of very small numbers lose their precision.
            expectClose([current + memory], [kept], 1e-9, Math.abs(current) + Math.abs(memory) + 1e-20);
          }
        }
      }),
    );
  });

  test('never grows on its way back in time: |C| <= decay · |A|', () => {
    fc.assert(
      fc.property(lived, (life) => {
        const { trace, decay, normed } = feedback(life);
        for (let k = (STEPS - 1) * UNITS; k < STEPS * UNITS; k++)
          expect(Math.abs(normed[k]! * decay * trace.voltageBefore[k]!)).toBeLessThanOrEqual(
            decay * Math.abs(life.reward[k]!) + 1e-12,
          );
      }),
    );
  });

  test('never grows at all unless the reset is subtracted at once: |decay · v + I| <= D', () => {
    fc.assert(
      fc.property(lived, (life) => {
        // The authors' D for `subtract` without delay is that of the membrane after the reset: it has no such bound.
        const { neuron } = life;
        const unbounded = neuron.reset === 'subtract' && !neuron.resetDelay && neuron.kind !== 'adaptive-lif';
        fc.pre(!unbounded);
        const { trace, decay, driving } = feedback(life);
        for (let k = 0; k < driving.length; k++)
          expect(Math.abs(decay * trace.voltageBefore[k]! + driving[k]!)).toBeLessThanOrEqual(
            trace.movement[k]! + 1e-9,
          );
      }),
    );
  });

  test('of a subtract without delay can grow: a spike from rest that barely passes moves the membrane little', () => {
    // u = 1.25 fires, v' = 0.25, D = 0 + 0.25: reward 1 becomes (1 / 0.25) · 1.25 = 5 for the current.
    const neuron = { kind: 'lif', decay: 0.5, threshold: 1, reset: 'subtract', resetDelay: false } as const;
    const sums = { values: Float64Array.of(1.25), constant: false };
    const { trace } = respond(neuron, sums, restingState(neuron, 1), { steps: 1, batch: 1 });
    const { normed } = rewardThroughMembrane(Float64Array.of(1), trace!, 0, new Float64Array(1), false);
    expect(normed[0]! * 1.25).toBe(5);
  });

  test('of a synapse is conserved over a presentation: Σ k · I = Σ n · i', () => {
    fc.assert(
      fc.property(reals(STEPS), reals(STEPS), fc.double({ min: 0, max: 1, noNaN: true }), (currents, normed, decay) => {
        const span = { steps: STEPS, batch: 1 };
        const filtered = filterCurrent({ values: currents, constant: false }, new Float64Array(1), decay, span).current;
        const relayed = rewardThroughSynapse(normed, decay, new Float64Array(1)).normed;
        const total = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, k) => sum + v * b[k]!, 0);
        // Rewards of different steps may cancel within `relayed`, so its own magnitude is no measure of its rounding.
        const added = rewardThroughSynapse(normed.map(Math.abs), decay, new Float64Array(1)).normed;
        const magnitude = total(added, currents.map(Math.abs));
        expectClose([total(relayed, currents)], [total(normed, filtered)], 1e-10, magnitude + 1e-20);
      }),
    );
  });

  test('of a constant current is the sum over the steps', () => {
    fc.assert(
      fc.property(lived, ({ neuron, currents, reward }) => {
        const sums = { values: currents.slice(0, UNITS), constant: true };
        const span = { steps: STEPS, batch: UNITS };
        const { trace } = respond(neuron, sums, restingState(neuron, UNITS), span);
        const send = (constant: boolean) =>
          rewardThroughNeurons(neuron, reward, trace!, EPSILON, noCarriedReward(UNITS), constant);
        const each = send(false).normed;
        const total = Array.from({ length: UNITS }, (_, unit) => each.filter((_, k) => k % UNITS === unit));
        expectClose(
          [...send(true).normed],
          total.map((steps) => steps.reduce((a, b) => a + b, 0)),
          1e-12,
          each.reduce((a, b) => a + Math.abs(b), 0),
        );
      }),
    );
  });

  test('sent back over two chunks is the reward sent back over one', () => {
    fc.assert(
      fc.property(lived, fc.integer({ min: 1, max: STEPS - 1 }), ({ neuron, currents, reward }, t1) => {
        const cut = t1 * UNITS;
        const run = (values: Float64Array, state: ReturnType<typeof restingState>) =>
          respond(neuron, { values, constant: false }, state, { steps: values.length / UNITS, batch: UNITS });
        const whole = run(currents, restingState(neuron, UNITS));
        const first = run(currents.slice(0, cut), restingState(neuron, UNITS));
        const second = run(currents.slice(cut), first.state);
        const none = noCarriedReward(UNITS);
        const atOnce = rewardThroughNeurons(neuron, reward, whole.trace!, EPSILON, none, false);
        const later = rewardThroughNeurons(neuron, reward.slice(cut), second.trace!, EPSILON, none, false);
        const earlier = rewardThroughNeurons(neuron, reward.slice(0, cut), first.trace!, EPSILON, later.carried, false);
        expect([...earlier.normed, ...later.normed]).toEqual([...atOnce.normed]);
        expect(earlier.carried).toEqual(atOnce.carried);
      }),
    );
  });
});
