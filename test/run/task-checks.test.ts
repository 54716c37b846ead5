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
const train = xorDataSet({ source: 'xor', split: 'train', low: 0, high: 1, repeat: 4 });
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
      message: 'steps: expected a whole number >= 1 and <= 100000, got 1000000',
    });
  });

  test('by steps, batch and layers together', async () => {
    const wide = { ...network, layers: [dense('h', 1_000_000, neuron('lif')), network.layers[1]] };
    expect(await refusal({ network: wide, steps: 100, batch: 16 })).toMatchObject({
      code: 'HV_PRESENTATION_SIZE',
      // 2 + 1,000,000 + 2 values: input, h, out
      message:
        'expected at most 268,435,456 values in a presentation, got 1,600,006,400 = 100 steps x 16 samples x 1,000,004 values',
      remedy: 'Use a smaller batch or fewer steps.',
    });
  });
});
