import { describe, expect, test } from 'vitest';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { backwardWeights } from '../../../src/core/network/backward-weights.js';
import { networkGradient } from '../../../src/core/network/network-gradient.js';
import { type NetworkPlan, planNetwork } from '../../../src/core/network/plan-network.js';
import { restingNetwork, simulateNetwork } from '../../../src/core/network/simulate-network.js';
import type { NeuronDescription, Reset } from '../../../src/core/neurons/neuron.js';
import type { Signal } from '../../../src/core/signal.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween, startingTensors } from '../network/random-numbers.js';
import { SAMPLE_NETWORKS } from '../network/sample-networks.js';
import { adaptiveLif, dense, identity, lif, network, synapticLif } from '../network/small-networks.js';
import { simulateSmoothly, type Taken } from './smooth-network.js';

const [BATCH, STEPS, SLOPE] = [2, 7, 4];
const span = { steps: STEPS, batch: BATCH };
const H = 1e-5;

/** Weights of a linear loss `L = −Σ error ⊙ output`: then minus its gradient by the output is `error`. */
const errorOf = (count: number): Float64Array => numbersBetween(-1, 1, count, 9);
const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0);

/** Compares all tensors (and the input) with differences of `−L`. */
function expectDifferences(
  tensors: Tensors,
  input: Signal,
  gain: (tensors: Tensors, input: Signal) => number,
  found: { readonly tensors: Tensors; readonly inputs: readonly Float64Array[] | undefined },
): void {
  const slopes = (values: Float64Array, at: (moved: Float64Array) => number): Float64Array =>
    values.map((value, k) => (at(values.with(k, value + H)) - at(values.with(k, value - H))) / (2 * H));
  for (const [name, values] of Object.entries(found.tensors)) {
    const differences = slopes(tensors[name]!, (moved) => gain({ ...tensors, [name]: moved }, input));
    expectClose(values, differences, 1e-6, 0.1);
  }
  const differences = slopes(input.values, (moved) => gain(tensors, { ...input, values: moved }));
  expectClose(found.inputs![0]!, differences, 1e-6, 0.1);
}

const analog: LayerDescription[] = [
  {
    ...{ id: 'conv', kind: 'conv2d', channels: 2, kernel: [3, 3], stride: [1, 1], padding: [1, 1] },
    ...{ neuron: { kind: 'silu' }, bias: true, initial: { kind: 'uniform' } },
  } as LayerDescription,
  { id: 'max', kind: 'max-pool', kernel: [2, 2], stride: [2, 2] },
  { id: 'norm', kind: 'batch-norm', epsilon: 1e-5, neuron: { kind: 'tanh' } },
  { id: 'sum', kind: 'sum', from: ['norm', 'max'], neuron: identity },
  { id: 'mean', kind: 'average-pool', kernel: [2, 2], stride: [1, 1] },
  { id: 'flat', kind: 'flatten' },
  dense('out', 3, { kind: 'sigmoid' }),
];

describe('back-propagation', () => {
  test.each([true, false])('has the gradient that differences have, constant input %s', (constant) => {
    const plan = planNetwork(network([1, 6, 6], analog));
    const tensors = startingTensors(plan);
    const rows = constant ? BATCH : STEPS * BATCH;
    const input = { values: numbersBetween(-1, 1, rows * plan.inputSize, 3), constant };
    const run = (own: Tensors, shown: Signal) => simulateNetwork(plan, own, shown, restingNetwork(plan, BATCH), span);
    const error = errorOf(rows * plan.outputSize);
    const gain = (own: Tensors, shown: Signal): number => inner(error, run(own, shown).layers.at(-1)!.output.values);
    const found = networkGradient([run(tensors, input)], [error], { inputError: true });
    expect(Object.keys(found.tensors).sort()).toEqual(
      ['conv.bias', 'conv.weight', 'norm.bias', 'norm.weight', 'out.bias', 'out.weight'].sort(),
    );
    expectDifferences(tensors, input, gain, found);
  });

  test('of y = w x + b with error 2 at x = 3 is 6 for w, 2 for b and 2 w for x', () => {
    const plan = planNetwork(network([1], [dense('out', 1, identity)]));
    const tensors = { 'out.weight': Float64Array.of(0.5), 'out.bias': Float64Array.of(1) };
    const input = { values: Float64Array.of(3), constant: true };
    const once = { steps: 1, batch: 1 };
    const trace = simulateNetwork(plan, tensors, input, restingNetwork(plan, 1), once);
    expect(networkGradient([trace], [Float64Array.of(2)], { inputError: true })).toEqual({
      tensors: { 'out.weight': Float64Array.of(6), 'out.bias': Float64Array.of(2) },
      inputs: [Float64Array.of(1)],
    });
  });

  test('refuses jumps when no surrogate is named, and says where they are', () => {
    const plan = planNetwork(
      network([2], [dense('h', 2, { kind: 'step' }), dense('g', 2, lif), dense('out', 1, identity)]),
    );
    const input = { values: new Float64Array(2 * BATCH), constant: true };
    const trace = simulateNetwork(plan, startingTensors(plan), input, restingNetwork(plan, BATCH), span);
    expect(() => networkGradient([trace], [new Float64Array(STEPS * BATCH)], { inputError: false })).toThrow(
      new RangeError('these layers have no derivative, and no surrogate was named: "h" (step), "g" (lif)'),
    );
  });

  test('sends errors back through other weights when given some (feedback alignment)', () => {
    const plan = planNetwork(network([1], [dense('h', 1, identity), dense('out', 1, identity)]));
    const one = (weight: number) => Float64Array.of(weight);
    const tensors = { 'h.weight': one(1), 'h.bias': one(0), 'out.weight': one(2), 'out.bias': one(0) };
    const trace = simulateNetwork(plan, tensors, { values: one(3), constant: true }, restingNetwork(plan, 1), {
      steps: 1,
      batch: 1,
    });
    const found = networkGradient([trace], [one(1)], { backward: { 'out.weight': one(-5) }, inputError: false });
    // The output's own weight: 1 · 3. Below it: −5 · 3 in place of 2 · 3.
    expect(found.tensors).toEqual({
      'h.weight': one(-15),
      'h.bias': one(-5),
      'out.weight': one(3),
      'out.bias': one(1),
    });
  });
});

describe('errors that take other ways', () => {
  const plan = planNetwork(
    network([3], [dense('h', 5, lif), dense('g', 4, { kind: 'tanh' }), dense('out', 2, lif)], 'rate'),
  );
  const tensors = startingTensors(plan);
  const input = { values: numbersBetween(0, 2, BATCH * 3, 5), constant: true };
  const trace = simulateNetwork(plan, tensors, input, restingNetwork(plan, BATCH), span);
  const error = errorOf(STEPS * BATCH * 2);
  const surrogate = { kind: 'atan', alpha: 2 } as const;
  const gradient = (own: Partial<Parameters<typeof networkGradient>[2]>) =>
    networkGradient([trace], [error], { surrogate, inputError: false, ...own }).tensors;

  test('through the weights themselves are the gradient', () => {
    expect(gradient({ backward: tensors })).toEqual(gradient({}));
  });

  test('straight from the outputs are what one layer with these weights in between would send', () => {
    const projection = numbersBetween(-1, 1, 2 * 5, 8);
    const direct = gradient({ direct: { h: projection } });
    // h alone, driven by e B.
    const alone = planNetwork(network([3], [dense('h', 5, lif)], 'rate'));
    const short = simulateNetwork(alone, tensors, input, restingNetwork(alone, BATCH), span);
    const sent = new Float64Array(STEPS * BATCH * 5);
    for (let row = 0; row < STEPS * BATCH; row++)
      for (let j = 0; j < 5; j++)
        sent[row * 5 + j] = error[2 * row]! * projection[j]! + error[2 * row + 1]! * projection[5 + j]!;
    const wanted = networkGradient([short], [sent], { surrogate, inputError: false }).tensors;
    expectClose(direct['h.weight']!, wanted['h.weight']!);
    expectClose(direct['h.bias']!, wanted['h.bias']!);
    // The others are as they were.
    expect(direct['out.weight']).toEqual(gradient({})['out.weight']);
    expect(direct['g.weight']).toEqual(gradient({})['g.weight']);
  });

  test('have weights of the right shapes, drawn in layer order; the last layer needs none', () => {
    const random = createRandomStreams(3);
    const shapes = (kind: 'feedback-alignment' | 'direct-feedback-alignment' | 'surrogate') =>
      Object.entries(backwardWeights({ kind, surrogate }, plan, random.fresh(kind))).map(([name, { length }]) => [
        name,
        length,
      ]);
    expect(shapes('feedback-alignment')).toEqual([
      ['h.weight', 15],
      ['g.weight', 20],
      ['out.weight', 8],
    ]);
    expect(shapes('direct-feedback-alignment')).toEqual([
      ['h', 10],
      ['g', 8],
    ]);
    expect(shapes('surrogate')).toEqual([]);
  });
});

const NEURONS: readonly (readonly [string, NeuronDescription])[] = (['subtract', 'zero', 'none'] as const).flatMap(
  (reset: Reset) =>
    [true, false].flatMap((resetDelay) => {
      const kind = { reset, resetDelay };
      const name = `reset ${reset}, delay ${resetDelay}`;
      return [
        [`lif, ${name}`, { ...lif, ...kind }],
        [`integrate-and-fire, ${name}`, { ...lif, kind: 'integrate-and-fire', ...kind }],
        [`synaptic-lif, ${name}`, { ...synapticLif, ...kind }],
        [`adaptive-lif, ${name}`, { ...adaptiveLif, ...kind }],
      ] as [string, NeuronDescription][];
    }),
);

describe('the surrogate gradient', () => {
  const plans = (neuron: NeuronDescription): NetworkPlan =>
    planNetwork(network([3], [dense('h', 5, neuron), dense('out', 2, neuron)], 'rate'));

  test.each(NEURONS)('is that of a smooth stand-in: %s', (_, neuron) => {
    const plan = plans(neuron);
    const tensors = startingTensors(plan);
    for (const constant of [true, false]) {
      const input = { values: numbersBetween(0, 1.5, (constant ? 1 : STEPS) * BATCH * 3, 5), constant };
      const { trace, taken } = simulateSmoothly(plan, tensors, input, span, SLOPE);
      // The stand-in must do what it stands in for.
      expect(taken.some((layer) => layer.some((value) => value !== 0)) || neuronResets(neuron)).toBe(true);
      const error = errorOf(STEPS * BATCH * 2);
      const gain = (own: Tensors, shown: Signal, resets: Taken = taken): number =>
        inner(error, simulateSmoothly(plan, own, shown, span, SLOPE, resets).trace.layers.at(-1)!.output.values);
      const surrogate = { kind: 'sigmoid', slope: SLOPE } as const;
      expectDifferences(tensors, input, gain, networkGradient([trace], [error], { surrogate, inputError: true }));
    }
  });

  test.each(Object.entries(SAMPLE_NETWORKS))('over two chunks is that over one: %s', (_, description) => {
    const plan = planNetwork(description);
    const tensors = startingTensors(plan);
    const values = numbersBetween(0, 2, BATCH * plan.inputSize, 5);
    const input = { values, constant: true };
    const rest = restingNetwork(plan, BATCH);
    const whole = simulateNetwork(plan, tensors, input, rest, span);
    const cut = 3;
    const first = simulateNetwork(plan, tensors, input, rest, { steps: cut, batch: BATCH });
    const second = simulateNetwork(plan, tensors, input, first.states, { steps: STEPS - cut, batch: BATCH });
    const row = BATCH * plan.outputSize;
    const error = errorOf(STEPS * row);
    const options = { surrogate: { kind: 'atan', alpha: 2 }, inputError: true } as const;
    const atOnce = networkGradient([whole], [error], options);
    const inTwo = networkGradient([first, second], [error.slice(0, cut * row), error.slice(cut * row)], options);
    for (const [name, wanted] of Object.entries(atOnce.tensors)) expectClose(inTwo.tensors[name]!, wanted, 1e-12, 1);
    const inputs = inTwo.inputs![0]!.map((value, k) => value + inTwo.inputs![1]![k]!);
    expectClose(inputs, atOnce.inputs![0]!, 1e-12, 1);
    expect(atOnce.inputs![0]!.some((value) => value !== 0)).toBe(true);
  });
});

function neuronResets(neuron: NeuronDescription): boolean {
  return 'reset' in neuron && neuron.reset === 'none';
}
