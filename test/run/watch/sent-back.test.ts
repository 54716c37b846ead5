import { describe, expect, test } from 'vitest';

import type { OpenRequest, Session } from '../../../src/backends/backend.js';
import { ReferenceSession } from '../../../src/backends/reference/reference-session.js';
import { isGradientRule, type LearningRule } from '../../../src/core/gradients/gradient-rule.js';
import type { NetworkDescription } from '../../../src/core/layers/layer.js';
import { backwardWeights } from '../../../src/core/network/backward-weights.js';
import { fromExchangeLayout, tensorPlans } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { peerDefaults } from '../../../src/core/peer-rule.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import { gradientTrainer } from '../../../src/trainers/gradient-trainer.js';
import { lfpTrainer } from '../../../src/trainers/lfp-trainer.js';
import { dense, identity, network, relu } from '../../core/network/small-networks.js';
import { sampleOnly } from './scripted-watch.js';
import { data, looksOf, only, run, STEPS, samplesOf, spiking } from './six-samples.js';

const surrogate = { kind: 'atan', alpha: 2 } as const;
const RULES: readonly (readonly [LearningRule, NetworkDescription])[] = [
  [{ kind: 'epsilon', epsilon: 1e-6 }, spiking],
  [{ kind: 'gamma', epsilon: 1e-6, gamma: 0.25 }, spiking],
  [{ kind: 'z-plus', epsilon: 1e-6 }, spiking],
  [{ kind: 'oja', epsilon: 1e-6 }, spiking],
  [{ kind: 'backprop' }, network([3], [dense('h', 5, relu), dense('out', 3, identity)], 'mean')],
  [{ kind: 'surrogate', surrogate }, spiking],
  [{ kind: 'feedback-alignment', surrogate }, spiking],
  [{ kind: 'direct-feedback-alignment', surrogate }, spiking],
];

/** The network that a run has left. */
function requestOf(events: readonly RunEvent[], description: NetworkDescription, rule: LearningRule): OpenRequest {
  const { tensors: stored } = only(events.flatMap((event) => (event.kind === 'checkpoint' ? [event] : [])));
  const plan = planNetwork(description);
  const tensors = tensorPlans(plan).map((tensor) => {
    const values = stored.find(({ name }) => name === tensor.name)!.values as Float64Array;
    return [tensor.name, fromExchangeLayout(tensor, values)] as const;
  });
  const backward = isGradientRule(rule) ? backwardWeights(rule, plan, createRandomStreams(0).fresh('backward')) : {};
  // Moves the weights by exactly what is sent to them.
  const optimizer = { kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 } as const;
  return { network: description, tensors: Object.fromEntries(tensors), rule, optimizer, backward };
}

/** Shows a batch to a network on the reference backend, as the run's own trainer does. */
async function learned(request: OpenRequest, samples: readonly number[]) {
  const session = new ReferenceSession(request);
  const feedback = session.feedback.bind(session);
  let input: Float64Array | undefined;
  // No trainer asks for the reward of the inputs.
  session.feedback = async (reward) => {
    ({ input } = await feedback(reward, { inputReward: true }));
    return {};
  };
  const { readout } = request.network;
  const trainer = isGradientRule(request.rule)
    ? gradientTrainer({ loss: 'cross-entropy' })
    : lfpTrainer({ reward: { kind: 'rate', scale: 'none' }, epsilon: 1e-6 });
  const values = Float64Array.from(samples.flatMap((s) => [...data.samples.values.subarray(3 * s, 3 * s + 3)]));
  const labels = Int32Array.from(samples, (sample) => data.labels[sample]!);
  const shown = { input: { kind: 'constant', values }, labels, steps: STEPS } as const;
  await trainer.learn(session as Session, shown, readout, 1);
  return { input: input!, tensors: (await session.snapshot()).tensors };
}

describe.each(RULES)('under the rule $kind', (rule, described) => {
  test('the reward of the inputs is what a device sends them', async () => {
    const events = await run({ network: described, rule }, () => undefined);
    const looks = samplesOf(events);
    expect(looks.length).toBe(6);
    for (const { sample, inputReward } of looks) {
      const { input } = await learned(requestOf(events, described, rule), [sample]);
      expect([...inputReward!]).toEqual([...input].map(Math.fround));
    }
    expect(looks.some(({ inputReward }) => inputReward!.some((reward) => reward !== 0))).toBe(true);
  });

  test.each([
    [6, [0, 1, 2, 3]],
    [2, [0, 1]],
  ])('histograms of batches of %i count the weights, and what samples %j send to them', async (batch, shown) => {
    const events = await run({ network: described, rule, batch }, () => undefined);
    const request = requestOf(events, described, rule);
    const { tensors } = await learned(request, shown);
    const { weights, feedback } = only(events.flatMap((event) => (event.kind === 'histograms' ? [event] : [])));
    expect(weights.map(({ tensor }) => tensor)).toEqual(['h.weight', 'out.weight']);
    expect(feedback.map(({ tensor }) => tensor)).toEqual(['h.weight', 'out.weight']);
    for (const { tensor, from, to } of weights) {
      const values = request.tensors[tensor]!;
      expect([from, to]).toEqual([Math.min(...values), Math.max(...values)]);
    }
    for (const { tensor, from, to } of feedback) {
      const sent = tensors[tensor]!.map((value, k) => value - request.tensors[tensor]![k]!);
      expect([from, to]).toEqual([expect.closeTo(Math.min(...sent), 9), expect.closeTo(Math.max(...sent), 9)]);
      expect(to).toBeGreaterThan(from);
    }
  });
});

describe('a learner that sends nothing to the inputs', () => {
  test.each(['r-stdp', 'perturbation'] as const)('%s: is shown without their reward', async (kind) => {
    const events = await run({ rule: peerDefaults(kind, undefined) }, () => sampleOnly(0));
    const looks = [...looksOf(events), ...samplesOf(events)];
    expect(looks.length).toBe(1 + 6);
    for (const look of looks) expect(look).not.toHaveProperty('inputReward');
    const counted = { weights: [{ tensor: 'h.weight' }, { tensor: 'out.weight' }], feedback: [] };
    expect(events.find((event) => event.kind === 'histograms')).toMatchObject(counted);
  });

  test('responsibility: has a network of its own, which is not shown; its weights are counted', async () => {
    const rule = peerDefaults('responsibility', undefined);
    const chain = network([3], [dense('h', 5, { kind: 'tanh' }), dense('out', 3, identity)], 'last');
    const events = await run({ network: chain, rule, steps: 1 }, () => sampleOnly(0));
    expect([...looksOf(events), ...samplesOf(events)]).toEqual([]);
    const { weights, feedback } = only(events.flatMap((event) => (event.kind === 'histograms' ? [event] : [])));
    expect(feedback).toEqual([]);
    const counted = weights.map(({ tensor, counts }) => [tensor, counts.reduce((sum, count) => sum + count, 0)]);
    expect(counted).toEqual([
      ['h.weight', 15],
      ['out.weight', 15],
    ]);
  });
});
