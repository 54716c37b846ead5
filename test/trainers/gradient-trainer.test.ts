import { describe, expect, test } from 'vitest';
import { chooseBackend } from '../../src/backends/choose-backend.js';
import { gpuBackends } from '../../src/backends/gpu/gpu-backends.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { type GradientRule, SURROGATE_DEFAULTS } from '../../src/core/gradients/gradient-rule.js';
import type { NetworkDescription } from '../../src/core/layers/layer.js';
import { backwardWeights } from '../../src/core/network/backward-weights.js';
import { initialTensors } from '../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { OPTIMIZER_DEFAULTS } from '../../src/core/optimizers/optimizer.js';
import { createEncoder } from '../../src/data/encoders/create-encoder.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { shuffledIndices } from '../../src/data/shuffled-indices.js';
import { batches, presentation } from '../../src/run/batches.js';
import { gradientTrainer } from '../../src/trainers/gradient-trainer.js';
import { dense, identity, lif, network } from '../core/network/small-networks.js';
import { fakeSession } from './fake-session.js';

const input = { kind: 'constant', values: new Float64Array() } as const;

describe('learning by gradients', () => {
  test('shows, compares, sends minus the gradient back and updates, in this order', async () => {
    const { session, calls } = fakeSession({ outputSums: Float64Array.of(2, 2) }, 0.25);
    const trainer = gradientTrainer({ loss: 'cross-entropy', clip: 3 });
    const learned = await trainer.learn(session, { input, labels: Int32Array.of(0), steps: 4 }, 'rate', 0.125);
    const nothing = Float64Array.of(0, 0);
    expect(calls).toEqual([
      ['begin', { batch: 1, learn: true }],
      ['simulate', { steps: 4, input }],
      ['feedback', { always: Float64Array.of(0.5, -0.5), perOutput: nothing, last: nothing }, { inputReward: false }],
      ['update', { learningRate: 0.125, clip: 3 }],
    ]);
    // Minus the loss: −ln 2.
    expect(learned).toMatchObject({ correct: 1, feedbackNorm: 0.25, reward: -Math.log(2) });
  });

  test('judging compares, and changes nothing', async () => {
    const { session, calls } = fakeSession({ outputSums: Float64Array.of(2, 2) });
    const trainer = gradientTrainer({ loss: 'cross-entropy' });
    const judged = await trainer.judge(session, { input, labels: Int32Array.of(0), steps: 4 }, 'rate');
    expect(calls.map(([what]) => what)).toEqual(['begin', 'simulate']);
    expect(judged.reward).toBe(-Math.log(2));
  });
});

/** Accuracy on the test split of the digits after so many epochs. */
async function digitsAccuracy(rule: GradientRule, description: NetworkDescription, steps: number, epochs: number) {
  const streams = createRandomStreams(1);
  const shown = async (split: 'train' | 'test') => {
    const dataSet = await loadDataSet({ source: 'digits', split }, streams);
    return { dataSet, encoder: createEncoder({ kind: 'direct', gain: 1 }, dataSet), steps };
  };
  const [train, unseen] = [await shown('train'), await shown('test')];
  const plan = planNetwork(description);
  const tensors = initialTensors(plan, streams.stream('weights'));
  const backward = backwardWeights(rule, plan, streams.stream('backward'));
  const request = { network: description, tensors, optimizer: OPTIMIZER_DEFAULTS.adam, rule, backward };
  const session = await referenceBackend.open(request);
  const trainer = gradientTrainer({ loss: 'cross-entropy' });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffledIndices(train.dataSet.count, streams.fresh(`order/${epoch}`));
    for (const indices of batches(order, 32))
      await trainer.learn(session, presentation(train, indices, streams.fresh('encode')), plan.readout, 5e-3);
  }
  const all = Uint32Array.from({ length: unseen.dataSet.count }, (_, k) => k);
  const { correct } = await trainer.judge(session, presentation(unseen, all, streams.fresh('test')), plan.readout);
  await session.close();
  return correct / unseen.dataSet.count;
}

describe('on the digits', () => {
  const analog = network([64], [dense('h', 32, { kind: 'relu' }), dense('out', 10, identity)]);

  test('back-propagation answers 95 % of the test split of a 64-32-10 network, 15 epochs', async () => {
    expect(await digitsAccuracy({ kind: 'backprop' }, analog, 1, 15)).toBeGreaterThanOrEqual(0.95);
  });

  test('surrogate gradients train spiking neurons: 64-40-10, 10 steps, 4 epochs, 90 %', async () => {
    const spiking = { ...lif, decay: 0.9, threshold: 1 } as const;
    const description = network([64], [dense('h', 40, spiking), dense('out', 10, spiking)], 'rate');
    const rule = { kind: 'surrogate', surrogate: SURROGATE_DEFAULTS['fast-sigmoid'] } as const;
    expect(await digitsAccuracy(rule, description, 10, 4)).toBeGreaterThanOrEqual(0.9);
  });

  test('surrogate gradients train step units: 64-64-10, 15 epochs, 93 %', async () => {
    const description = network([64], [dense('h', 64, { kind: 'step' }), dense('out', 10, identity)]);
    const rule = { kind: 'surrogate', surrogate: SURROGATE_DEFAULTS.atan } as const;
    expect(await digitsAccuracy(rule, description, 1, 15)).toBeGreaterThanOrEqual(0.93);
  });
});

describe('errors through fixed random weights', () => {
  const description = network([64], [dense('h', 64, { kind: 'step' }), dense('out', 10, identity)]);

  test.each(['feedback-alignment', 'direct-feedback-alignment'] as const)(
    '%s trains step units: 64-64-10, 15 epochs, to 93 of 100',
    async (kind) => {
      const rule = { kind, surrogate: SURROGATE_DEFAULTS.atan };
      expect(await digitsAccuracy(rule, description, 1, 15)).toBeGreaterThanOrEqual(0.93);
    },
  );

  test('cannot be sent without them', async () => {
    const plan = planNetwork(description);
    const tensors = initialTensors(plan, createRandomStreams(1).stream('weights'));
    const rule = { kind: 'feedback-alignment', surrogate: SURROGATE_DEFAULTS.atan } as const;
    const opening = referenceBackend.open({ network: description, tensors, optimizer: OPTIMIZER_DEFAULTS.adam, rule });
    await expect(opening).rejects.toThrow('the rule "feedback-alignment" needs fixed weights on the way back');
  });
});

describe('a backend without kernels for gradients', () => {
  const request = {
    network: network([2], [dense('out', 2, identity)]),
    tensors: { 'out.weight': new Float64Array(4), 'out.bias': new Float64Array(2) },
    optimizer: OPTIMIZER_DEFAULTS.sgd,
    rule: { kind: 'backprop' },
  } as const;

  test('is passed over by auto, and says so when it is named or opened', async () => {
    const backends = [...gpuBackends, referenceBackend];
    const choice = await chooseBackend('auto', request, { backends });
    expect(choice.backend.name).toBe('reference');
    const trial = { work: 1e8, sizeClass: 'large', step: async () => undefined };
    const large = await chooseBackend('auto', request, { backends, trial });
    const reasons = large.skipped.map(({ reason }) => reason);
    expect(reasons).toContain('it has no kernels for the rule "backprop"');
    const refusal = {
      code: 'HV_BACKEND_UNSUPPORTED',
      kind: 'usage',
      message: 'backend "cpu" cannot run this network: it has no kernels for the rule "backprop"',
    };
    await expect(chooseBackend('cpu', request)).rejects.toMatchObject(refusal);
    await expect(gpuBackends.find(({ name }) => name === 'cpu')!.open(request)).rejects.toMatchObject(refusal);
  });
});
