import { describe, expect, test } from 'vitest';
import { conv2d, dense, flatten, pool, sum } from '../../src/core/layers/describe-layer.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { neuron } from '../../src/core/neurons/neuron.js';
import type { DataSet } from '../../src/data/data-set.js';
import { xorDataSet } from '../../src/data/sources/xor.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { type TrainingDescription, trainNetwork } from '../../src/run/train-network.js';
import { eventsOf, ofKind, xorScenario } from './xor-scenario.js';

const points = (repeat: number): DataSet =>
  xorDataSet({ source: 'xor', split: 'train', low: 0.25, high: 1, repeat, point: 0 });

async function trained(description: TrainingDescription): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of trainNetwork(description, { backend: 'reference' })) events.push(event);
  return events;
}

const xor: TrainingDescription = { network: xorScenario.network, data: { train: points(4), test: points(2) } };

describe('training a network written in code', () => {
  test('is running the scenario that says the same', async () => {
    const { name, seed, encode, record, checkpoint } = xorScenario;
    const { rule, reward, optimizer, schedule } = xorScenario.learn;
    const spelled = { name, seed, encode, record, checkpoint, rule, reward, optimizer, schedule };
    const events = await trained({ ...xor, ...spelled, steps: 6, epochs: 3, batch: 6, test: xorScenario.test });
    expect(events).toEqual(await eventsOf(xorScenario, { backend: 'reference' }));
  });

  test('has defaults: 10 epochs, batches of up to 32, seed 0, tested on the training samples', async () => {
    const events = await trained({ ...xor, data: { train: points(9) }, steps: 2 });
    expect(events[0]).toMatchObject({ seed: 0, epochs: 10, batchesPerEpoch: 2, trainSamples: 36, testSamples: 36 });
    expect(ofKind(events, 'tested').length).toBe(10);
    expect(ofKind(events, 'batch-trained')[0]!.learningRate).toBe(0.001);
  });

  test('takes 25 steps where something has a membrane, else one', async () => {
    const stepsWith = async (kind: 'lif' | 'step'): Promise<number> => {
      const network = {
        input: { id: 'in', shape: [2] },
        layers: [dense('h', 3, neuron(kind)), dense('out', 2, neuron('identity'))],
        readout: 'mean',
      } as const;
      const record = { spikes: ['h'], samples: 1 };
      const events = await trained({ network, data: { train: points(1) }, epochs: 1, record });
      return ofKind(events, 'spikes-recorded')[0]!.records[0]!.steps;
    };
    expect([await stepsWith('lif'), await stepsWith('step')]).toEqual([25, 1]);
  });

  test.each([
    ['steps', { steps: 0 }],
    ['epochs', { epochs: 1.5 }],
    ['batch', { batch: 0 }],
    ['test.batch', { test: { every: 1, batch: 0 } }],
    ['test.every', { test: { every: 0, batch: 1 } }],
    ['record.samples', { record: { spikes: [], samples: 0 } }],
  ] as const)('refuses %s out of its range before anything happens', async (field, change) => {
    await expect(trained({ ...xor, ...change })).rejects.toMatchObject({
      code: 'HV_OPTION_RANGE',
      message: expect.stringContaining(field),
    });
  });
});

test('layers described in short are the layers spelled out', () => {
  const plan = planNetwork({
    input: { id: 'in', shape: [1, 8, 8] },
    layers: [
      conv2d('conv', 4, 3, neuron('lif', { decay: 0.5 }), { padding: 1, bias: false }),
      pool('pool', 'max-pool', 2),
      conv2d('next', 4, [3, 1], neuron('relu'), { stride: [1, 2], padding: [1, 0], from: ['pool'] }),
      flatten('flat'),
      dense('a', 5, neuron('relu')),
      dense('b', 5, neuron('relu'), { from: ['flat'], initial: { kind: 'constant', value: 0.5 } }),
      sum('both', ['a', 'b']),
    ],
    readout: 'last',
  });
  expect(plan.layers.map(({ id, shape }) => [id, ...shape])).toEqual([
    ['conv', 4, 8, 8],
    ['pool', 4, 4, 4],
    ['next', 4, 4, 2],
    ['flat', 32],
    ['a', 5],
    ['b', 5],
    ['both', 5],
  ]);
  expect(plan.layers.map(({ tensors }) => tensors.length)).toEqual([1, 0, 2, 0, 2, 2, 0]);
  expect(plan.layers[0]!.neuron).toEqual({
    kind: 'lif',
    decay: 0.5,
    threshold: 1,
    reset: 'subtract',
    resetDelay: true,
  });
  expect(plan.layers.at(-1)!.neuron).toEqual({ kind: 'identity' });
});
