import { serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { isGradientRule, type LearningRule, SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import { batchNorm, conv2d, dense, flatten, pool, sum } from '../../../src/core/layers/describe-layer.js';
import type { NetworkDescription } from '../../../src/core/layers/layer.js';
import { backwardWeights } from '../../../src/core/network/backward-weights.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

const lif = neuron('lif', { threshold: 0.3 });

/** Every kernel that convolutions bring, and rows of odd numbers. */
const network: NetworkDescription = {
  input: { id: 'in', shape: [2, 9, 9] },
  layers: [
    conv2d('c1', 20, 3, lif, { padding: 1 }),
    conv2d('c2', 20, 3, lif, { padding: 1 }),
    sum('s', ['c1', 'c2'], neuron('identity')),
    batchNorm('n', lif),
    pool('p', 'max-pool', 2),
    pool('q', 'average-pool', 2),
    flatten('f'),
    dense('out', 5, lif),
  ],
  readout: 'rate',
};

async function learned(rule: LearningRule, threads: number, batch: number) {
  const random = createRandomStreams(5).stream('values');
  const plan = planNetwork(network);
  const tensors = initialTensors(plan, random);
  const values = (length: number) => Float64Array.from({ length }, () => random() - 0.3);
  const backward = isGradientRule(rule) ? backwardWeights(rule, plan, random) : {};
  const optimizer = { kind: 'adam', lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;
  const session = await eventsBackend.open({ network, tensors, optimizer, rule, backward, threads });
  await session.begin({ batch, learn: true });
  const input = { kind: 'constant', values: values(batch * plan.inputSize) } as const;
  const reports = [await session.simulate({ steps: 4, input }), await session.simulate({ steps: 3, input })];
  const units = batch * plan.outputSize;
  const reward = { always: values(units), perOutput: values(units), last: values(units) };
  const { input: explained } = await session.feedback(reward, { inputReward: true });
  const update = await session.update({ learningRate: 1e-3, clip: 1 });
  const state = await session.snapshot();
  expect(session.device['threads']).toBe(threads);
  await session.close();
  return { spikes: reports[0]!.spikes, everything: serialize({ reports, explained, update, state }) };
}

const rules: readonly LearningRule[] = [
  { kind: 'epsilon', epsilon: 1e-6 },
  { kind: 'oja', epsilon: 1e-6 },
  { kind: 'surrogate', surrogate: SURROGATE_DEFAULTS.atan },
  { kind: 'direct-feedback-alignment', surrogate: SURROGATE_DEFAULTS.triangle },
];

describe('the number of threads changes no bit of what a convolutional network learns', () => {
  for (const rule of rules)
    test.each([1, 11])(`${rule.kind}, batch %d, three threads`, async (batch) => {
      const one = await learned(rule, 1, batch);
      expect(one.spikes['n']).toBeGreaterThan(10);
      expect((await learned(rule, 3, batch)).everything).toEqual(one.everything);
    });
});
