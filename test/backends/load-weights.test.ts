import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { initialTensors } from '../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { OPTIMIZER_DEFAULTS } from '../../src/core/optimizers/optimizer.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { dense, lif, network } from '../core/network/small-networks.js';

const description = network([5], [dense('h', 20, lif), dense('out', 3, lif)], 'rate');
const streams = createRandomStreams(3);
const plan = planNetwork(description);
const first = initialTensors(plan, streams.stream('first'));
const other = initialTensors(plan, streams.stream('other'));
const request = {
  network: description,
  optimizer: OPTIMIZER_DEFAULTS.adam,
  rule: { kind: 'epsilon', epsilon: 1e-6 },
} as const;
const input = { kind: 'constant', values: Float64Array.of(1, 2, 3, 0.5, 1.5) } as const;

describe.each(BACKENDS.filter(({ takesWeights }) => takesWeights))('other weights on $name', ({ open }) => {
  test('answer as in a session that was opened with them, and keep the optimizer where it stood', async () => {
    const session = await open({ ...request, tensors: first });
    const opened = await open({ ...request, tensors: other });
    await session.begin({ batch: 1, learn: true });
    const { outputSums } = await session.simulate({ steps: 20, input });
    const nothing = outputSums.map(() => 0);
    await session.feedback(
      { always: outputSums.map(() => 1), perOutput: nothing, last: nothing },
      { inputReward: false },
    );
    await session.update({ learningRate: 0.01, clip: undefined });
    await session.load!(other);
    const reports = [];
    for (const one of [session, opened]) {
      await one.begin({ batch: 1, learn: false });
      reports.push(await one.simulate({ steps: 20, input }));
    }
    expect(reports[0]).toEqual(reports[1]);
    expect(Object.values(reports[1]!.spikes).some((count) => count > 0)).toBe(true);
    const { tensors, optimizer } = await session.snapshot();
    expect(tensors).toEqual((await opened.snapshot()).tensors);
    expect(optimizer.step).toBe(1);
    await session.close();
    await opened.close();
  });
});

test('reference and events are among those that take other weights', () => {
  expect(BACKENDS.filter(({ takesWeights }) => takesWeights).map(({ name }) => name)).toEqual(['events', 'reference']);
});
