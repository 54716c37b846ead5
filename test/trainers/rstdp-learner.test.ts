import { expect, test } from 'vitest';
import { initialTensors } from '../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { restingNetwork, simulateNetwork } from '../../src/core/network/simulate-network.js';
import { rstdpFeedback } from '../../src/core/plasticity/rstdp-feedback.js';
import { RSTDP_DEFAULTS } from '../../src/core/plasticity/rstdp-rule.js';
import { signalOf } from '../../src/core/signal.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { opened, xorText } from './own-place.js';

const LAYERS = `    - { id: h1, size: 6, neuron: lif, initial: { kind: constant, value: 0.4 } }
    - { id: out, size: 2, neuron: lif, initial: { kind: constant, value: 0.3 } }`;
const text = xorText('r-stdp', LAYERS, 'time: { steps: 12 }');
const COURSE = { epoch: 1, batch: 1, learningRate: 0.01 };

test('moves the weights along reward times eligibility, and no bias', async () => {
  const { learner, show, task } = await opened(text);
  // All answers are the same at first: the neurons of a layer do not differ.
  const shown = show([0, 1, 2, 3]);
  const learned = await learner.learn(shown, COURSE);
  const plan = planNetwork(task.network);
  const tensors = initialTensors(plan, createRandomStreams(0).stream('weights'));
  const span = { steps: 12, batch: 4 };
  const trace = simulateNetwork(plan, tensors, signalOf(shown.input, 2, span), restingNetwork(plan, 4), span);
  // Labels 0 1 1 0 and ties answered by 0: right, wrong, wrong, right; what is expected is 0 yet.
  const reward = { everywhere: Float64Array.of(1, -1, -1, 1), outputs: Float64Array.of(0, 0, -1, 1, -1, 1, 0, 0) };
  const feedback = rstdpFeedback([trace], reward, RSTDP_DEFAULTS);
  expect(learned).toMatchObject({ correct: 2, reward: 0 });
  const weights = await learner.weights();
  for (const [n, name] of ['h1.weight', 'out.weight'].entries()) {
    const moved = tensors[name]!.map((w, k) => w + 0.01 * feedback[name]![k]!);
    expect(weights[n]).toEqual(moved);
    expect(feedback[name]!.some((change) => change !== 0)).toBe(true);
  }
  const { tensors: saved, step } = await learner.snapshot();
  expect(step).toBe(1);
  expect(saved.find(({ name }) => name === 'h1.bias')!.values).toEqual(tensors['h1.bias']);
  // R̄ = 0.9 · 0 + 0.1 · mean of 1, −1, −1, 1.
  expect(saved.find(({ name }) => name === 'optimizer.expectedReward')!.values).toEqual(Float64Array.of(0));
});

test('what it expects moves with what it got', async () => {
  const { learner, show } = await opened(text);
  await learner.learn(show([0]), COURSE);
  const { tensors } = await learner.snapshot();
  // 0.9 · 0 + 0.1 · 1
  expect(tensors.find(({ name }) => name === 'optimizer.expectedReward')!.values[0]).toBeCloseTo(0.1, 15);
});

test('tells spikes, and judges other weights without taking them over', async () => {
  const { learner, show } = await opened(text);
  const [spikes] = await learner.spikesOf!(show([3]), ['h1']);
  expect(spikes!.units.length).toBeGreaterThan(0);
  const mute = await learner.withWeights((await learner.weights()).map((layer) => layer.map(() => -10)));
  const own = (await learner.judge(show([3]))).spikes!;
  // What is left are spikes that the biases drive.
  expect((await mute.judge(show([3]))).spikes).toBeLessThan(own);
  expect((await learner.judge(show([3]))).spikes).toBe(own);
});

test('numbers that would not be finite are refused, and the old ones stay', async () => {
  const { learner, show } = await opened(text);
  const before = await learner.weights();
  await expect(learner.learn(show([1]), { ...COURSE, learningRate: Number.POSITIVE_INFINITY })).rejects.toMatchObject({
    code: 'HV_NON_FINITE',
    facts: { step: 1 },
  });
  expect(await learner.weights()).toEqual(before);
});
