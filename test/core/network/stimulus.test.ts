import { describe, expect, test } from 'vitest';
import type { RuleDescription } from '../../../src/core/feedback/rule.js';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { networkFeedback } from '../../../src/core/network/network-feedback.js';
import { networkGradient } from '../../../src/core/network/network-gradient.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import {
  type NetworkTrace,
  restingNetwork,
  simulateNetwork,
  simulateStimulated,
} from '../../../src/core/network/simulate-network.js';
import { type LayerStimulus, type Stimulus, withStimuli } from '../../../src/core/network/stimulus.js';
import { sumOverSteps } from '../../../src/core/signal.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween, startingTensors } from './random-numbers.js';
import { SAMPLE_NETWORKS } from './sample-networks.js';
import { dense, identity, lif, network } from './small-networks.js';

const stimulus = (layer: string, units: readonly number[], more: Partial<Stimulus> = {}): Stimulus => {
  return { layer, units, at: 1, duration: 1, amplitude: 1, ...more };
};

describe('a signal', () => {
  const still = { values: Float64Array.of(1, 2, 3, 4), constant: true };
  const span = { steps: 3, batch: 2 };

  test('that is constant becomes a sequence, stimulated in every sample', () => {
    // Samples (1, 2) and (3, 4): 0.5 on unit 1 at step 1.
    const { values, constant } = withStimuli(still, 2, span, [stimulus('in', [1], { amplitude: 0.5 })]);
    expect([...values]).toEqual([1, 2, 3, 4, 1, 2.5, 3, 4.5, 1, 2, 3, 4]);
    expect(constant).toBe(false);
    expect([...still.values]).toEqual([1, 2, 3, 4]);
  });

  test('gets the sum of stimuli that overlap; what lasts longer than the chunk is lost', () => {
    const stimuli = [stimulus('in', [0], { duration: 100 }), stimulus('in', [0, 1], { at: 2, amplitude: 10 })];
    const { values } = withStimuli(still, 2, span, stimuli);
    expect([...values]).toEqual([1, 2, 3, 4, 2, 2, 4, 4, 12, 12, 14, 14]);
  });

  test('that nothing is injected into is handed on as it is', () => {
    expect(withStimuli(still, 2, span, [])).toBe(still);
  });
});

const plain = (id: string, neuron: typeof lif | typeof identity): LayerDescription =>
  ({ ...dense(id, 1, neuron), bias: false, initial: { kind: 'constant', value: 0.5 } }) as LayerDescription;

test('a LIF neuron that is stimulated, by hand', () => {
  const plan = planNetwork(network([1], [plain('h', { ...lif, threshold: 1 })]));
  const input = { values: Float64Array.of(0.5), constant: true };
  const { layers } = simulateStimulated(plan, startingTensors(plan), input, { steps: 4, batch: 1 }, [
    stimulus('h', [0]),
  ]);
  // z = ½ · ½; v = 0.25; 0.125 + 0.25 + 1 = 1.375 fires; 0.6875 + 0.25 − 1 = −0.0625; −0.03125 + 0.25 = 0.21875
  expect([...layers[0]!.membrane!.voltages]).toEqual([0, 0.25, 1.375, -0.0625, 0.21875]);
  expect([...layers[0]!.output.values]).toEqual([0, 1, 0, 0]);
});

test('what a stimulus earns of a reward goes nowhere, by hand', () => {
  const plan = planNetwork(network([1], [plain('out', identity)], 'mean'));
  const input = { values: Float64Array.of(1), constant: true };
  const injected = [stimulus('out', [0], { amplitude: 0.5 })];
  const trace = simulateStimulated(plan, startingTensors(plan), input, { steps: 2, batch: 1 }, injected);
  expect([...trace.layers[0]!.output.values]).toEqual([0.5, 1]);
  // n = 1 / 0.5 + 1 / (0.5 + 0.5) = 3; of a reward of 2 the input gets 1 · ½ · 3 = 1.5, the stimulus 0.5 / 1 · 1
  const rule = { kind: 'epsilon', epsilon: 1e-12 } as const;
  const sent = networkFeedback([trace], [Float64Array.of(1, 1)], { rule, inputReward: true });
  expect(sent.inputs![0]![0]).toBeCloseTo(1.5, 9);
  expect(sent.tensors['out.weight']![0]).toBeCloseTo(1.5, 9);
  // A gradient does not mind: ½ at both steps.
  const gradient = networkGradient([trace], [Float64Array.of(1, 1)], { inputError: true });
  expect([...gradient.inputs![0]!]).toEqual([1]);
});

describe('currents of a chunk, by hand', () => {
  const rule = { kind: 'epsilon', epsilon: 1e-12 } as const;
  const two = (id: string, neuron: typeof lif | typeof identity): LayerDescription =>
    ({ ...dense(id, 2, neuron), bias: false, initial: { kind: 'constant', value: 0.5 } }) as LayerDescription;
  /** Two units with z = ½ · ½ each; the second is cut. */
  const shown = (neuron: typeof lif | typeof identity, ...currents: readonly number[]): NetworkTrace => {
    const plan = planNetwork(network([1], [two('out', neuron)], 'mean'));
    const stimulus: LayerStimulus = {
      layer: 'out',
      currents: Float64Array.from(currents),
      cut: Uint8Array.of(0, 1),
    };
    const input = { values: Float64Array.of(0.5), constant: true };
    const span = { steps: currents.length / 2, batch: 1 };
    return simulateNetwork(plan, startingTensors(plan), input, restingNetwork(plan, 1), span, undefined, [stimulus]);
  };

  test('drive one neuron on top of its sum, and a cut one in its place', () => {
    const { layers } = shown({ ...lif, threshold: 1 }, 0, 0, 1, 1.25, 0, 0);
    // First: v = ¼; ⅛ + ¼ + 1 = 1.375 fires; 0.6875 + ¼ − 1 = −0.0625
    // Second: v = 0; 0 + 1.25 fires; 0.625 + 0 − 1 = −0.375
    expect([...layers[0]!.membrane!.voltages]).toEqual([0, 0, 0.25, 0, 1.375, 1.25, -0.0625, -0.375]);
    expect([...layers[0]!.output.values]).toEqual([0, 0, 1, 1, 0, 0]);
  });

  test('leave the weights, the bias and the input of a cut unit without reward', () => {
    const trace = shown(identity, 0.25, 0.5, 0.75, 2);
    expect([...trace.layers[0]!.output.values]).toEqual([0.5, 0.5, 1, 2]);
    const sent = networkFeedback([trace], [Float64Array.of(1, 1, 1, 1)], { rule, inputReward: true });
    // n of the first = 1 / ½ + 1 / 1 = 3; its weight and the input get |½| · ½ · 3 = 0.75. The second: nothing.
    expect(sent.tensors['out.weight']![0]).toBeCloseTo(0.75, 9);
    expect(sent.tensors['out.weight']![1]).toBe(0);
    expect(sent.inputs![0]![0]).toBeCloseTo(0.75, 9);
    const gradient = networkGradient([trace], [Float64Array.of(1, 1, 1, 1)], { inputError: true });
    // The sum over the steps is 2: ½ · 2 for the weight and for the input of the first.
    expect([...gradient.tensors['out.weight']!]).toEqual([1, 0]);
    expect([...gradient.inputs![0]!]).toEqual([1]);
  });

  test('leave what a cut unit would decay by under the rule of Oja at rest', () => {
    const trace = shown(identity, 0.25, 0.5, 0.75, 2);
    const oja = { kind: 'oja', epsilon: 1e-12 } as const;
    const { tensors } = networkFeedback([trace], [Float64Array.of(1, 1, 1, 1)], { rule: oja, inputReward: false });
    // First: R = n · z = ¾; g = ½ · ¾ · ¼ = 0.09375; ρ = z² = 1/16; |½| · (g − ρ · ½) = 0.03125
    expect(tensors['out.weight']![0]).toBeCloseTo(0.03125, 9);
    expect(tensors['out.weight']![1]).toBe(0);
  });

  test('do not reach the next chunk', () => {
    const plan = planNetwork(network([1], [two('h', identity), two('out', identity)], 'mean'));
    const input = { values: Float64Array.of(0.5), constant: true };
    const [tensors, once] = [startingTensors(plan), { steps: 1, batch: 1 }];
    const rest = restingNetwork(plan, 1);
    const injected = [{ layer: 'h', currents: Float64Array.of(1, 0) }];
    const first = simulateNetwork(plan, tensors, input, rest, once);
    const second = simulateNetwork(plan, tensors, input, rest, once, first, injected);
    const third = simulateNetwork(plan, tensors, input, rest, once, second);
    // ¼ each, then 1¼ and ¼; behind: ½ · (¼ + ¼) = ¼, then ¾
    expect([first, second, third].map(({ layers }) => [...layers[0]!.output.values])).toEqual([
      [0.25, 0.25],
      [1.25, 0.25],
      [0.25, 0.25],
    ]);
    expect([first, second, third].map(({ layers }) => [...layers[1]!.output.values])).toEqual([
      [0.25, 0.25],
      [0.75, 0.75],
      [0.25, 0.25],
    ]);
    // The sums of the stimulated layer are those of its constant input; the layer behind it makes its own.
    expect([second, third].map(({ layers }) => layers.map(({ taken }) => taken))).toEqual([
      [true, false],
      [true, false],
    ]);
  });
});

const [BATCH, STEPS] = [2, 9];
const span = { steps: STEPS, batch: BATCH };
const RULES: readonly RuleDescription[] = [
  { kind: 'epsilon', epsilon: 1e-6 },
  { kind: 'gamma', epsilon: 1e-6, gamma: 0.25 },
  { kind: 'z-plus', epsilon: 1e-6 },
  { kind: 'alpha-beta', epsilon: 1e-6, alpha: 2, beta: 1 },
  { kind: 'hebbian', epsilon: 1e-6 },
  { kind: 'oja', epsilon: 1e-6 },
];

describe.each(Object.entries(SAMPLE_NETWORKS))('%s', (_name, description) => {
  const plan = planNetwork(description);
  const tensors = startingTensors(plan);
  const still = { values: numbersBetween(-0.5, 2, BATCH * plan.inputSize, 2), constant: true };
  const repeated = withStimuli(still, plan.inputSize, span, [stimulus('in', [])]);
  const reward = numbersBetween(-1, 1, STEPS * BATCH * plan.outputSize, 3);
  const shaped = (trace: NetworkTrace): Float64Array =>
    trace.layers.at(-1)!.output.constant ? sumOverSteps(reward, BATCH * plan.outputSize) : reward;

  test('without stimuli runs as ever', () => {
    const trace = simulateStimulated(plan, tensors, still, span, []);
    expect(trace).toEqual(simulateNetwork(plan, tensors, still, restingNetwork(plan, BATCH), span));
  });

  test('with a stimulus of its input is shown another input', () => {
    const pulse = stimulus('in', [1, 2], { at: 2, duration: 3, amplitude: 0.75 });
    const values = repeated.values.slice();
    for (let step = 2; step < 5; step++)
      for (let sample = 0; sample < BATCH; sample++)
        for (const unit of [1, 2]) values[(step * BATCH + sample) * plan.inputSize + unit]! += 0.75;
    const other = simulateNetwork(plan, tensors, { values, constant: false }, restingNetwork(plan, BATCH), span);
    expect(simulateStimulated(plan, tensors, still, span, [pulse])).toEqual(other);
  });

  const pulses = plan.layers.map(({ id, size }) => stimulus(id, [0, size - 1], { at: 2, duration: 4, amplitude: 0.4 }));

  test.each(RULES)('takes a constant input as one repeated also with stimuli, under rule $kind', (rule) => {
    const [constant, varying] = [still, repeated].map((input) => {
      const trace = simulateStimulated(plan, tensors, input, span, pulses);
      return networkFeedback([trace], [shaped(trace)], { rule, inputReward: true });
    });
    for (const [name, values] of Object.entries(varying!.tensors)) expectClose(constant!.tensors[name]!, values, 1e-7);
    expectClose(constant!.inputs![0]!, sumOverSteps(varying!.inputs![0]!, BATCH * plan.inputSize), 1e-7);
  });

  test('takes a constant input as one repeated also with stimuli, under a gradient', () => {
    const surrogate = { kind: 'atan', alpha: 2 } as const;
    const [constant, varying] = [still, repeated].map((input) => {
      const trace = simulateStimulated(plan, tensors, input, span, pulses);
      return networkGradient([trace], [shaped(trace)], { surrogate, inputError: true });
    });
    for (const [name, values] of Object.entries(varying!.tensors)) expectClose(constant!.tensors[name]!, values, 1e-9);
    expectClose(constant!.inputs![0]!, sumOverSteps(varying!.inputs![0]!, BATCH * plan.inputSize), 1e-9);
  });
});
