import { describe, expect, test } from 'vitest';
import { dense } from '../../../src/core/layers/describe-layer.js';
import type { NetworkDescription } from '../../../src/core/layers/layer.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { largestDifference, type Spiking } from './compare-with-reference.js';

/**
 * One layer reads trains from the input, one from spikes. No deeper: with every division by a membrane near 0 the rule
 * multiplies the rounding of float32, and a larger tolerance would hide mistakes.
 */
const network: NetworkDescription = {
  input: { id: 'in', shape: [37] },
  layers: [dense('hidden', 50, neuron('lif')), dense('out', 33, neuron('lif'))],
  readout: 'rate',
};
const TOLERANCE = 1e-4;

const PATTERNS: Readonly<Record<string, Spiking>> = {
  'at random': ({ random }) => random() < 0.3,
  'at all times': () => true,
  never: () => false,
  'all together': ({ step }) => step % 3 === 0,
  'in groups of one train': ({ step, unit }) => (step * (1 + (unit % 4))) % 7 < 2,
  'alike within blocks': ({ step, unit, random }) => (step + unit) % 5 < 2 && (unit % 2 === 0 || random() < 0.5),
  'in the last step only': ({ step, steps }) => step === steps - 1,
  'in some samples only': ({ sample, random }) => sample % 2 === 1 && random() < 0.5,
};

describe('layers that read spike trains agree with the reference', () => {
  // One step, a span's end inside a block, whole spans, one step more than a span holds, several spans.
  for (const chunks of [[1], [7], [30], [31], [3, 61]])
    test.each(Object.entries(PATTERNS))(`chunks of ${chunks.join(' and ')} steps, spikes %s`, async (_, spiking) => {
      const shown = { batch: 6, chunks, input: 'spikes', spiking } as const;
      expect(await largestDifference(network, shown)).toBeLessThan(TOLERANCE);
    });

  // Fewer samples than trains are worth, and as many.
  test.each([1, 3, 4, 5])('batch %i', async (batch) => {
    expect(await largestDifference(network, { batch, chunks: [12], input: 'spikes' })).toBeLessThan(TOLERANCE);
  });
});
