import { describe, expect, test } from 'vitest';
import { largestDifference, type Shown } from './compare-with-reference.js';
import { NETWORKS } from './layer-networks.js';

/**
 * Feedback is summed over steps, samples and positions in float32. What is nearly 0 and divided by carries its rounding
 * into the reward: the rule's epsilon is large here so that it does not hide behind that.
 */
const TOLERANCE = 3e-5;
const rule = { kind: 'epsilon', epsilon: 0.01 } as const;

const shows: readonly Shown[] = [
  { batch: 3, chunks: [4, 5], input: 'constant', rule },
  { batch: 1, chunks: [6], input: 'sequence', rule },
  { batch: 11, chunks: [3, 1, 2], input: 'spikes', rule },
];

describe('networks of every kind of layer on events agree with the reference', () => {
  for (const shown of shows)
    describe(`${shown.input}, batch ${shown.batch}, chunks ${shown.chunks.join(' + ')}`, () => {
      test.each(Object.keys(NETWORKS))('%s', async (name) => {
        expect(await largestDifference(NETWORKS[name]!, shown)).toBeLessThan(TOLERANCE);
      });
    });
});
