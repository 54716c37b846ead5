import { describe, expect, test } from 'vitest';
import type { OpenRequest } from '../../src/backends/backend.js';
import { ReferenceSession } from '../../src/backends/reference/reference-session.js';
import type { NetworkDescription } from '../../src/core/layers/layer.js';
import type { Tensors } from '../../src/core/layers/tensors.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { startingTensors } from '../core/network/random-numbers.js';
import { dense, lif, network, relu } from '../core/network/small-networks.js';

const small = network([2], [dense('h', 3, lif), dense('out', 2, lif)], 'rate');

function opened(description: NetworkDescription, more: Partial<OpenRequest> = {}): ReferenceSession {
  return new ReferenceSession({
    network: description,
    tensors: startingTensors(planNetwork(description)),
    optimizer: { kind: 'sgd', lr: 1, momentum: 0.5, weightDecay: 0 },
    rule: { kind: 'epsilon', epsilon: 1e-6 },
    ...more,
  });
}

/** One neuron for each of two inputs: weights 1 on the diagonal, no bias. */
function relay(neuron: Parameters<typeof dense>[2]): ReferenceSession {
  const layer = { ...dense('relay', 2, neuron), bias: false } as const;
  return opened(network([2], [layer]), { tensors: { 'relay.weight': Float64Array.of(1, 0, 0, 1) } });
}

const constant = (...values: number[]) => ({ kind: 'constant', values: Float64Array.from(values) }) as const;
const sequence = (...values: number[]) => ({ kind: 'sequence', values: Float64Array.from(values) }) as const;
const nothing = (units: number) => new Float64Array(units);

/** Shows a constant input of 1 and 2 and sends a reward of 1 for every output of every step back. */
async function rewarded(session: ReferenceSession): Promise<void> {
  await session.begin({ batch: 1, learn: true });
  await session.simulate({ steps: 3, input: constant(1, 2) });
  await session.feedback(
    { always: Float64Array.of(1, 1), perOutput: nothing(2), last: nothing(2) },
    { inputReward: false },
  );
}

const copied = (tensors: Tensors) => Object.fromEntries(Object.entries(tensors).map(([k, v]) => [k, v.slice()]));

describe('an update of the reference session', () => {
  test('that would leave the finite numbers is refused, names its place, and changes nothing', async () => {
    const session = opened(small);
    await rewarded(session);
    await session.update({ learningRate: 0.01, clip: undefined });
    await rewarded(session);
    const before = await session.snapshot();
    await expect(session.update({ learningRate: Number.POSITIVE_INFINITY, clip: undefined })).rejects.toMatchObject({
      code: 'HV_NON_FINITE',
      kind: 'run',
      message: expect.stringMatching(
        /^training diverged at step 2: layer "(h|out)", weight\[\d+\] would become (-?Infinity|NaN) \(learning rate Infinity\)$/,
      ),
      remedy: expect.stringContaining('learn.optimizer.lr'),
      facts: {
        step: 2,
        layer: expect.stringMatching(/^(h|out)$/),
        parameter: 'weight',
        learningRate: Number.POSITIVE_INFINITY,
      },
    });
    expect(await session.snapshot()).toEqual(before);
    await session.update({ learningRate: 0.01, clip: undefined });
    expect((await session.snapshot()).optimizer.step).toBe(2);
  });

  test('names the layer also when its name has a dot', async () => {
    const session = opened(network([2], [dense('block.1', 2, lif)], 'rate'));
    await rewarded(session);
    await expect(session.update({ learningRate: Number.POSITIVE_INFINITY, clip: undefined })).rejects.toMatchObject({
      facts: { layer: 'block.1', parameter: 'weight' },
    });
  });

  test('moves the parameters no farther than its clipping allows', async () => {
    const session = opened(small);
    const before = (await session.snapshot()).tensors;
    await rewarded(session);
    await session.update({ learningRate: 1, clip: 0.125 });
    const { tensors } = await session.snapshot();
    let squares = 0;
    for (const [name, values] of Object.entries(tensors))
      values.forEach((v, k) => {
        squares += (v - before[name]![k]!) ** 2;
      });
    expect(Math.sqrt(squares)).toBeCloseTo(0.125, 6);
  });

  test('needs a feedback of its own', async () => {
    const session = opened(small);
    await session.begin({ batch: 1, learn: true });
    await expect(session.update({ learningRate: 1, clip: undefined })).rejects.toThrow('needs the feedback');
    await rewarded(session);
    await session.update({ learningRate: 0.01, clip: undefined });
    await expect(session.update({ learningRate: 0.01, clip: undefined })).rejects.toThrow('needs the feedback');
  });
});

describe('feedback of the reference session', () => {
  const reward = { always: Float64Array.of(1, 1), perOutput: nothing(2), last: nothing(2) };

  test('needs a presentation that keeps its trace', async () => {
    const session = opened(small);
    await session.begin({ batch: 1, learn: false });
    await session.simulate({ steps: 2, input: constant(1, 2) });
    await expect(session.feedback(reward, { inputReward: false })).rejects.toThrow('learn: true');
  });

  test('tells the reward of the inputs only when asked', async () => {
    const session = opened(small);
    await session.begin({ batch: 1, learn: true });
    await session.simulate({ steps: 2, input: constant(1, 2) });
    expect(await session.feedback(reward, { inputReward: false })).toEqual({});
    const { input } = await session.feedback(reward, { inputReward: true });
    expect(input?.length).toBe(2);
    expect((await session.update({ learningRate: 0.1, clip: undefined })).feedbackNorm).toBeGreaterThan(0);
  });
});

describe('the tensors of the reference session', () => {
  test('and the optimizer go on from where a snapshot was taken', async () => {
    const [steady, first] = [opened(small), opened(small)];
    for (const session of [steady, first]) {
      await rewarded(session);
      await session.update({ learningRate: 0.1, clip: undefined });
    }
    const { tensors, optimizer } = await first.snapshot();
    const resumed = opened(small, { tensors, optimizerState: optimizer });
    for (const session of [steady, resumed]) {
      await rewarded(session);
      await session.update({ learningRate: 0.1, clip: undefined });
    }
    expect(await resumed.snapshot()).toEqual(await steady.snapshot());
  });

  test('are its own: neither what went in nor what came out is shared', async () => {
    const tensors = startingTensors(planNetwork(small));
    const session = opened(small, { tensors });
    const first = await session.snapshot();
    const untouched = copied(first.tensors);
    tensors['h.weight']![0] = 99;
    first.tensors['h.weight']![0] = -99;
    await rewarded(session);
    const second = await session.snapshot();
    expect(second.tensors).toEqual(untouched);
    await session.update({ learningRate: 0.01, clip: undefined });
    expect(second.tensors).toEqual(untouched);
    const third = await session.snapshot();
    expect(third.tensors).not.toEqual(untouched);
    third.optimizer.moments['h.weight.velocity']![0] = 7;
    expect((await session.snapshot()).optimizer.moments['h.weight.velocity']![0]).not.toBe(7);
  });
});

describe('a report of the reference session', () => {
  const half = { ...lif, threshold: 1 };

  test('counts spikes and brings back those of the layers asked for', async () => {
    const session = relay(half);
    await session.begin({ batch: 2, learn: false });
    // Sample 0: 2 and 0.75 every step; sample 1: 0 and 1.5.  Decay ½, threshold 1, subtracted one step later:
    // 2 fires · 1 + 2 − 1 = 2 fires · 2 fires    0.75 · 1.125 fires · 0.3125
    // 0 · 0 · 0                                  1.5 fires · 0.75 + 0.5 = 1.25 fires · 1.125 fires
    const report = await session.simulate({ steps: 3, input: constant(2, 0.75, 0, 1.5), record: ['relay', 'in'] });
    expect([...report.outputSums]).toEqual([3, 1, 0, 3]);
    expect([...report.lastOutput]).toEqual([1, 0, 0, 1]);
    expect(report.spikes).toEqual({ relay: 7 });
    const [spikes, input] = report.recorded.map(({ layer, offsets, units }) => ({
      layer,
      offsets: [...offsets],
      units: [...units],
    }));
    expect(spikes).toEqual({ layer: 'relay', offsets: [0, 1, 2, 4, 5, 6, 7], units: [0, 1, 0, 1, 1, 0, 1] });
    // An input is active where it is above 0, at every step.
    expect(input).toEqual({ layer: 'in', offsets: [0, 2, 3, 5, 6, 8, 9], units: [0, 1, 1, 0, 1, 1, 0, 1, 1] });
  });

  test('refuses to record a layer that does not exist', async () => {
    const session = relay(half);
    await session.begin({ batch: 1, learn: false });
    await expect(session.simulate({ steps: 1, input: constant(1, 1), record: ['rely'] })).rejects.toThrow(
      'there is no layer "rely" to record; layers are "in", "relay"',
    );
  });

  test('counts step units that are on as spikes, but neither signs nor analog outputs', async () => {
    const spikesOf = async (neuron: Parameters<typeof dense>[2]) => {
      const session = relay(neuron);
      await session.begin({ batch: 1, learn: false });
      return (await session.simulate({ steps: 4, input: constant(1, -1) })).spikes;
    };
    expect(await spikesOf({ kind: 'step' })).toEqual({ relay: 4 });
    expect(await spikesOf({ kind: 'sign' })).toEqual({});
    expect(await spikesOf(relu)).toEqual({});
  });

  test('multiplies a constant input once a sample, and anything else at every step', async () => {
    const session = relay(half);
    await session.begin({ batch: 1, learn: false });
    // Active inputs times two units.
    expect((await session.simulate({ steps: 3, input: constant(2, 0) })).synapticOperations).toBe(2);
    expect((await session.simulate({ steps: 3, input: sequence(2, 0, 2, 0, 2, 1) })).synapticOperations).toBe(8);
    const spikes = { kind: 'spikes', offsets: Uint32Array.of(0, 1, 1, 2), indices: Uint32Array.of(0, 1) } as const;
    expect((await session.simulate({ steps: 3, input: spikes })).synapticOperations).toBe(4);
  });

  test('sums a constant output over its steps', async () => {
    const session = relay(relu);
    await session.begin({ batch: 1, learn: false });
    const { outputSums, lastOutput } = await session.simulate({ steps: 3, input: constant(2, -1) });
    expect([[...outputSums], [...lastOutput]]).toEqual([
      [6, 0],
      [2, 0],
    ]);
  });
});

test('every presentation begins at rest', async () => {
  const session = relay({ ...lif, threshold: 1 });
  const answer = async () => {
    await session.begin({ batch: 1, learn: false });
    return [...(await session.simulate({ steps: 2, input: constant(0.75, 0.75) })).outputSums];
  };
  // 0.75 · 1.125 fires
  expect(await answer()).toEqual([1, 1]);
  expect(await answer()).toEqual([1, 1]);
});
