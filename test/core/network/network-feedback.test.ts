import { describe, expect, test } from 'vitest';
import type { RuleDescription } from '../../../src/core/feedback/rule.js';
import type { LayerDescription, NetworkDescription } from '../../../src/core/layers/layer.js';
import { networkFeedback } from '../../../src/core/network/network-feedback.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { type NetworkTrace, restingNetwork, simulateNetwork } from '../../../src/core/network/simulate-network.js';
import { sumOverSteps } from '../../../src/core/signal.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween, startingTensors } from './random-numbers.js';
import { SAMPLE_NETWORKS } from './sample-networks.js';
import { dense, identity, lif, network, relu } from './small-networks.js';

const [BATCH, STEPS] = [2, 9];
const epsilonRule: RuleDescription = { kind: 'epsilon', epsilon: 1e-6 };
const samples = Object.entries(SAMPLE_NETWORKS);
const sum = (values: Float64Array): number => values.reduce((total, v) => total + v, 0);

/** A network with weights, a varying input and a reward of its output, the same in every run. */
function prepared(description: NetworkDescription) {
  const plan = planNetwork(description);
  const input = numbersBetween(-0.5, 2, STEPS * BATCH * plan.inputSize, 2);
  const reward = numbersBetween(-1, 1, STEPS * BATCH * plan.outputSize, 3);
  return {
    plan,
    tensors: startingTensors(plan),
    input,
    reward,
    row: BATCH * plan.inputSize,
    out: BATCH * plan.outputSize,
  };
}

const RULES: readonly RuleDescription[] = [
  { kind: 'epsilon', epsilon: 1e-6 },
  { kind: 'gamma', epsilon: 1e-6, gamma: 0.25 },
  { kind: 'z-plus', epsilon: 1e-6 },
  { kind: 'alpha-beta', epsilon: 1e-6, alpha: 2, beta: 1 },
  { kind: 'hebbian', epsilon: 1e-6 },
  { kind: 'oja', epsilon: 1e-6 },
];

/** A reward shaped as the output of a trace. */
const shaped = (reward: Float64Array, trace: NetworkTrace): Float64Array =>
  trace.layers.at(-1)!.output.constant ? sumOverSteps(reward, trace.layers.at(-1)!.output.values.length) : reward;

describe.each(samples)('%s', (_name, description) => {
  test('runs in two chunks as in one, and its reward goes back over both as over one', () => {
    const { plan, tensors, input, reward, row, out } = prepared(description);
    const cut = 4;
    const run = (values: Float64Array, states = restingNetwork(plan, BATCH)): NetworkTrace =>
      simulateNetwork(plan, tensors, { values, constant: false }, states, { steps: values.length / row, batch: BATCH });
    const whole = run(input);
    const first = run(input.slice(0, cut * row));
    const second = run(input.slice(cut * row), first.states);
    expect(second.states).toEqual(whole.states);
    // Otherwise the chunks would agree in silence.
    expect(sum(second.layers.at(-1)!.output.values)).not.toBe(0);

    for (const rule of RULES) {
      const options = { rule, inputReward: true };
      const atOnce = networkFeedback([whole], [reward], options);
      const parts = [reward.slice(0, cut * out), reward.slice(cut * out)];
      const chunked = networkFeedback([first, second], parts, options);
      expect(Object.keys(chunked.tensors)).toEqual(Object.keys(atOnce.tensors));
      for (const [name, values] of Object.entries(atOnce.tensors)) expectClose(chunked.tensors[name]!, values, 1e-9);
      expectClose(
        chunked.inputs!.flatMap((chunk) => [...chunk]),
        atOnce.inputs![0]!,
        1e-9,
      );
    }
  });

  test.each(RULES)('takes a constant input as the same input repeated, under rule $kind', (rule) => {
    const { plan, tensors, input, reward, row } = prepared(description);
    const still = input.slice(0, row);
    const repeated = Float64Array.from({ length: STEPS * row }, (_, k) => still[k % row]!);
    const [constant, varying] = [true, false].map((isConstant) => {
      const signal = { values: isConstant ? still : repeated, constant: isConstant };
      const trace = simulateNetwork(plan, tensors, signal, restingNetwork(plan, BATCH), { steps: STEPS, batch: BATCH });
      return networkFeedback([trace], [shaped(reward, trace)], { rule, inputReward: true });
    });
    for (const [name, values] of Object.entries(varying!.tensors)) expectClose(constant!.tensors[name]!, values, 1e-7);
    expectClose(constant!.inputs![0]!, sumOverSteps(varying!.inputs![0]!, row), 1e-7);
    expect(sum(varying!.inputs![0]!.map(Math.abs))).toBeGreaterThan(0);
  });
});

const half = { bias: false, initial: { kind: 'constant', value: 0.5 } } as const;
const linear = (id: string, size: number, from?: readonly string[]): LayerDescription =>
  ({
    ...dense(id, size, identity, from),
    ...half,
  }) as LayerDescription;

/** in → a → b, and a + b → out: all weights ½, no biases. */
const residual = network(
  [2],
  [linear('a', 2), linear('b', 2), { id: 'sum', kind: 'sum', from: ['a', 'b'], neuron: identity }, linear('out', 1)],
);

test('a residual network by hand', () => {
  const plan = planNetwork(residual);
  const tensors = startingTensors(plan);
  const input = { values: Float64Array.of(1, 2), constant: true };
  const trace = simulateNetwork(plan, tensors, input, restingNetwork(plan, 1), { steps: 1, batch: 1 });
  // a = ½ + 1, b = ½ · 1.5 · 2, a + b = 3, out = ½ · 3 · 2
  expect(trace.layers.map(({ output }) => [...output.values])).toEqual([[1.5, 1.5], [1.5, 1.5], [3, 3], [3]]);
  const {
    tensors: feedback,
    inputs: explained,
    outputRewards,
  } = networkFeedback([trace], [Float64Array.of(6)], {
    rule: { kind: 'epsilon', epsilon: 0 },
    inputReward: true,
  });
  // out: n = 6/3, f = ½·3·2, R = 3·2·½.  sum: n = 3/3, R_a = R_b = 1.5·1.  b: n = 1.5/1.5, f = ½·1.5·1, R = 1.5·(½ + ½)
  // a: R = 1.5 + 1.5, n = 3/1.5, f = ½·x·2, R = x·(2·½ + 2·½)
  expect(Object.fromEntries(Object.entries(feedback).map(([name, values]) => [name, [...values]]))).toEqual({
    'out.weight': [3, 3],
    'b.weight': [0.75, 0.75, 0.75, 0.75],
    'a.weight': [1, 1, 2, 2],
  });
  expect(outputRewards[0]!.map((rewards) => [...rewards])).toEqual([[3, 3], [1.5, 1.5], [3, 3], [6]]);
  expect([...explained![0]!]).toEqual([2, 4]);
});

test('a network without biases conserves its reward from output to input', () => {
  const stripped = (layer: LayerDescription): LayerDescription =>
    layer.kind === 'dense' ? { ...layer, bias: false } : layer;
  const layers = [dense('h', 8, { kind: 'tanh' }), dense('g', 8, identity), dense('out', 3, identity)].map(stripped);
  const { plan, tensors, input, reward } = prepared(network([4], layers));
  const trace = simulateNetwork(plan, tensors, { values: input, constant: false }, restingNetwork(plan, BATCH), {
    steps: STEPS,
    batch: BATCH,
  });
  const rule: RuleDescription = { kind: 'epsilon', epsilon: 1e-12 };
  const { inputs: explained } = networkFeedback([trace], [reward], { rule, inputReward: true });
  expectClose([sum(explained![0]!)], [sum(reward)], 1e-6);
});

test('a layer that nobody reads earns nothing', () => {
  const { plan, tensors, input, reward } = prepared(
    network([4], [dense('h', 3, relu), dense('side', 2, lif), dense('out', 3, identity, ['h'])]),
  );
  const trace = simulateNetwork(plan, tensors, { values: input, constant: false }, restingNetwork(plan, BATCH), {
    steps: STEPS,
    batch: BATCH,
  });
  const { tensors: feedback } = networkFeedback([trace], [reward], {
    rule: epsilonRule,
    inputReward: false,
  });
  expect(sum(feedback['side.weight']!.map(Math.abs))).toBe(0);
  expect(sum(feedback['h.weight']!.map(Math.abs))).toBeGreaterThan(0);
});
