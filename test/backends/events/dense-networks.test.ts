import { describe, expect, test } from 'vitest';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { referenceBackend } from '../../../src/backends/reference/reference-backend.js';
import { dense } from '../../../src/core/layers/describe-layer.js';
import type { NetworkDescription } from '../../../src/core/layers/layer.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

const random = createRandomStreams(7).stream('values');
const draw = (length: number, low: number, high: number) =>
  Float64Array.from({ length }, () => Math.fround(low + (high - low) * random()));

async function largestDifference(network: NetworkDescription, products?: 'events' | 'dense'): Promise<number> {
  const plan = planNetwork(network);
  const tensors = initialTensors(plan, random);
  const [batch, steps] = [5, 12];
  const optimizer = { kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 } as const;
  const request = { network, tensors, optimizer, rule: { kind: 'epsilon', epsilon: 1e-6 } } as const;
  const values = draw(batch * plan.inputSize, 0, 1);
  const reward = {
    always: draw(batch * plan.outputSize, -0.01, 0.01),
    perOutput: draw(batch * plan.outputSize, -0.01, 0.01),
    last: draw(batch * plan.outputSize, -0.01, 0.01),
  };
  const results = [];
  for (const backend of [referenceBackend, eventsBackend]) {
    const session = await backend.open(products ? { ...request, products } : request);
    await session.begin({ batch, learn: true });
    const input = { kind: 'constant', values } as const;
    const first = await session.simulate({ steps: 5, input });
    const second = await session.simulate({ steps: steps - 5, input });
    const { input: explained } = await session.feedback(reward, { inputReward: true });
    await session.update({ learningRate: 1, clip: undefined });
    const { tensors: after } = await session.snapshot();
    results.push({ first, second, explained: explained!, after });
    await session.close();
  }
  const [reference, events] = results as [(typeof results)[0], (typeof results)[0]];
  expect(events.first.spikes).toEqual(reference.first.spikes);
  expect(events.second.spikes).toEqual(reference.second.spikes);
  expect(events.second.synapticOperations).toBe(reference.second.synapticOperations);
  let worst = 0;
  const compare = (a: Float64Array, b: Float64Array) => {
    const top = b.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-9);
    a.forEach((v, k) => {
      worst = Math.max(worst, Math.abs(v - b[k]!) / top);
    });
  };
  compare(events.second.outputSums, reference.second.outputSums);
  compare(events.explained, reference.explained);
  for (const name of Object.keys(tensors)) {
    const grown = (t: Float64Array) => t.map((v, k) => v - Math.fround(tensors[name]![k]!));
    compare(grown(events.after[name]!), grown(reference.after[name]!));
  }
  return worst;
}

describe('dense networks on events agree with the reference', () => {
  const resets = (['subtract', 'zero', 'none'] as const).flatMap((reset) =>
    [true, false].map((resetDelay) => ({ reset, resetDelay })),
  );
  const kinds = [
    ...resets.map((r) => neuron('lif', r)),
    ...resets.map((r) => neuron('synaptic-lif', { ...r, synapseDecay: 0.3 })),
    ...resets.map((r) => neuron('adaptive-lif', r)),
    neuron('integrate-and-fire'),
    neuron('step'),
    neuron('sign'),
    neuron('relu'),
    neuron('leaky-relu'),
    neuron('tanh'),
    neuron('sigmoid'),
    neuron('silu'),
    neuron('identity'),
  ];
  test.each(kinds.map((kind) => [JSON.stringify(kind), kind] as const))('%s', async (_name, kind) => {
    const network: NetworkDescription = {
      input: { id: 'in', shape: [20] },
      layers: [dense('h1', 40, kind), dense('h2', 23, neuron('lif')), dense('out', 4, kind)],
      readout: 'mean',
    };
    expect(await largestDifference(network)).toBeLessThan(1e-4);
    expect(await largestDifference(network, 'dense')).toBeLessThan(1e-4);
  });
});
