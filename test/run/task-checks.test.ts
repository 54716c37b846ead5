import { describe, expect, test } from 'vitest';
import { dense } from '../../src/core/layers/describe-layer.js';
import { neuron } from '../../src/core/neurons/neuron.js';
import { xorDataSet } from '../../src/data/sources/xor.js';
import { type TrainingDescription, trainNetwork } from '../../src/run/train-network.js';

const network = {
  input: { id: 'in', shape: [2] },
  layers: [dense('h', 3, neuron('lif')), dense('out', 2, neuron('lif'))],
  readout: 'rate',
} as const;
const train = xorDataSet({ source: 'xor', split: 'train', low: 0, high: 1, repeat: 4, point: 0 });
const sound: TrainingDescription = { network, data: { train }, epochs: 1, steps: 2 };

/** What is said about a run that is refused before its first event. */
async function refusal(change: object): Promise<{ readonly code: string; readonly message: string }> {
  const events: unknown[] = [];
  try {
    for await (const event of trainNetwork({ ...sound, ...change }, { backend: 'reference' })) events.push(event);
  } catch (error) {
    expect(events).toEqual([]);
    expect(error).toMatchObject({ name: 'HeavisideError', kind: 'usage' });
    return error as { code: string; message: string };
  }
  throw new Error(`the run ended well after ${events.length} events`);
}

describe('a run that no memory holds is refused', () => {
  test('by its steps', async () => {
    expect(await refusal({ steps: 1_000_000 })).toMatchObject({
      code: 'HV_OPTION_RANGE',
      message: expect.stringContaining('  steps: expected an integer >= 1 and <= 100000, got 1000000'),
    });
  });

  test('by steps, batch and layers together', async () => {
    const wide = { ...network, layers: [dense('h', 1_000_000, neuron('lif')), network.layers[1]] };
    expect(await refusal({ network: wide, steps: 100, batch: 16 })).toMatchObject({
      code: 'HV_PRESENTATION_SIZE',
      // 2 + 1,000,000 + 2 values: input, h, out
      message: expect.stringContaining(
        'train.batch: expected at most 268,435,456 values in a presentation, got 1,600,006,400 = 100 steps x 16 samples x 1,000,004 values (use a smaller batch or fewer steps)',
      ),
    });
  });
});

test('everything that is wrong with what is learned with is said at once', async () => {
  const change = {
    rule: { kind: 'epsilon', epsilon: Number.NaN },
    clip: 0,
    schedule: { kind: 'step', every: 0, factor: 1 },
  };
  expect((await refusal(change)).message).toMatchInlineSnapshot(`
    "the network cannot learn like this:
      learn.rule.epsilon: expected a number > 0, got NaN
      learn.schedule.every: expected an integer >= 1, got 0
      learn.clip: expected a number > 0, got 0"
  `);
});

test('a network with a decay of NaN does not run', async () => {
  const layers = [dense('h', 3, neuron('lif', { decay: Number.NaN })), network.layers[1]];
  expect(await refusal({ network: { ...network, layers } })).toMatchObject({
    code: 'HV_NETWORK',
    message: expect.stringContaining('layer "h", neuron.decay: expected a number >= 0 and <= 1, got NaN'),
  });
});

test('more outputs than classes are refused, as in a scenario', async () => {
  const layers = [network.layers[0], dense('out', 3, neuron('lif'))];
  expect(await refusal({ network: { ...network, layers } })).toMatchObject({
    code: 'HV_DATA_CLASSES',
    message: 'layer "out": expected 2 outputs, one for each class of xor train, got 3',
  });
});

test('only layers that spike can be recorded, each once', async () => {
  const layers = [dense('h', 3, neuron('lif')), dense('s', 3, neuron('sign')), network.layers[1]];
  const record = { spikes: ['h', 's', 'hidden', 'h', 'in'], samples: 1 };
  const said = await refusal({ network: { ...network, layers }, record });
  expect(said.code).toBe('HV_RECORD');
  expect(said.message).toMatchInlineSnapshot(`
    "these spikes cannot be recorded:
      record.spikes[1]: expected one of "h", "out", got "s" (this layer does not spike)
      record.spikes[2]: expected one of "h", "out", got "hidden"
      record.spikes[3]: expected every layer once, got "h"
      record.spikes[4]: expected one of "h", "out", got "in" (this layer does not spike)"
  `);
});

test('an encoder that nobody has is refused by name', async () => {
  expect((await refusal({ encode: { kind: 'rat' } })).message).toContain('encode.kind: expected one of "direct"');
});
