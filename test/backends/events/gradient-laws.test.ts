import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenRequest } from '../../../src/backends/backend.js';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { type LearningRule, SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import type { SurrogateDescription } from '../../../src/core/gradients/surrogate.js';
import { dense } from '../../../src/core/layers/describe-layer.js';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

const optimizer = { kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 } as const;

/** What comes back of one presentation: minus the gradient of every tensor, and the error of the inputs. */
async function sentBack(
  request: Omit<OpenRequest, 'optimizer'>,
  values: Float64Array,
  steps: number,
  always: Float64Array,
) {
  const session = await eventsBackend.open({ ...request, optimizer });
  const { outputSize, inputSize } = planNetwork(request.network);
  await session.begin({ batch: values.length / inputSize, learn: true });
  await session.simulate({ steps, input: { kind: 'constant', values } });
  expect(always.length).toBe((values.length / inputSize) * outputSize);
  const nothing = new Float64Array(always.length);
  const { input } = await session.feedback({ always, perOutput: nothing, last: nothing }, { inputReward: true });
  await session.update({ learningRate: 1, clip: undefined });
  const { optimizer: state } = await session.snapshot();
  await session.close();
  const velocities = Object.entries(state.moments).map(([name, v]) => [name, v.map((gradient) => -gradient)] as const);
  return { input: input!, tensors: Object.fromEntries(velocities) };
}

/** One neuron behind one input of 1, without a bias; all numbers are exact in binary. */
const single = (surrogate: SurrogateDescription, reset: 'subtract' | 'zero', weight: number) =>
  sentBack(
    {
      network: {
        input: { id: 'in', shape: [1] },
        layers: [
          dense('out', 1, neuron('lif', { decay: 0.5, threshold: 1, reset, resetDelay: true }), { bias: false }),
        ],
        readout: 'rate',
      },
      tensors: { 'out.weight': Float64Array.of(weight) },
      rule: { kind: 'surrogate', surrogate },
    },
    Float64Array.of(1),
    3,
    Float64Array.of(1),
  );

test('an error of 1 at each of three steps goes back through a membrane as by hand', async () => {
  // u: 0.75, 1.125, then 0.5 · 1.125 + 0.75 − 1 = 0.3125. Distances −0.25, 0.125, −0.6875.
  // Surrogate max(0, 1 − |x|): 0.75, 0.875, 0.3125. Last step first, half of the later one comes back through the membrane:
  // 0.3125; 0.875 + 0.15625 = 1.03125; 0.75 + 0.515625 = 1.265625. Their sum 2.609375 meets the input of 1.
  const { input, tensors } = await single({ kind: 'triangle', width: 1 }, 'subtract', 0.75);
  expect(tensors['out.weight.velocity']).toEqual(Float64Array.of(2.609375));
  expect(input).toEqual(Float64Array.of(0.75 * 2.609375));
});

test('a reset to zero that is pending lets nothing back', async () => {
  // u: 0.75, 1.125, then discarded: 0. Distances −0.25, 0.125, −1. Straight through: 1 at each step; the third is
  // discarded. Second step: 1. First: 1 + 0.5 = 1.5.
  const { input, tensors } = await single({ kind: 'straight-through' }, 'zero', 0.75);
  expect(tensors['out.weight.velocity']).toEqual(Float64Array.of(2.5));
  expect(input).toEqual(Float64Array.of(0.75 * 2.5));
});

const shapes = fc.record({
  inputs: fc.integer({ min: 1, max: 40 }),
  widths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
  batch: fc.integer({ min: 1, max: 9 }),
  steps: fc.integer({ min: 1, max: 8 }),
  seed: fc.nat(1000),
});

/** A network of a shape with what it is shown and what comes back from its outputs. */
function drawn({ inputs, widths, batch, steps, seed }: typeof shapes extends fc.Arbitrary<infer S> ? S : never) {
  const random = createRandomStreams(seed).stream('values');
  const lif = neuron('lif', { threshold: 0.3 });
  const layers = widths.map((width, k) => dense(`l${k}`, width, lif));
  const network = { input: { id: 'in', shape: [inputs] }, layers, readout: 'rate' } as const;
  const uniform = (length: number) => Float64Array.from({ length }, () => Math.fround(2 * random() - 1));
  const tensors = initialTensors(planNetwork(network), random);
  return { network, tensors, steps, values: uniform(batch * inputs), error: uniform(batch * widths.at(-1)!) };
}

const surrogate: LearningRule = { kind: 'surrogate', surrogate: SURROGATE_DEFAULTS['fast-sigmoid'] };

test('twice the error sends back exactly twice as much', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const { network, tensors, steps, values, error } = drawn(shape);
      const request = { network, tensors, rule: surrogate };
      const once = await sentBack(request, values, steps, error);
      const twice = await sentBack(
        request,
        values,
        steps,
        error.map((e) => 2 * e),
      );
      const doubled = (all: Tensors) =>
        Object.fromEntries(Object.entries(all).map(([name, own]) => [name, own.map((v) => 2 * v)]));
      expect(twice).toEqual({ input: once.input.map((v) => 2 * v), tensors: doubled(once.tensors) });
    }),
    { numRuns: 25 },
  );
});

test("feedback alignment by the network's own weights is back-propagation, bit by bit", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const { network, tensors, steps, values, error } = drawn(shape);
      const aligned = { ...surrogate, kind: 'feedback-alignment' } as const;
      expect(await sentBack({ network, tensors, rule: aligned, backward: tensors }, values, steps, error)).toEqual(
        await sentBack({ network, tensors, rule: surrogate }, values, steps, error),
      );
    }),
    { numRuns: 25 },
  );
});
