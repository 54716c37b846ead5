import { describe, expect, test } from 'vitest';
import { SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import { largestDifference, type Shown } from './compare-with-reference.js';
import { NETWORKS } from './layer-networks.js';

/** What float32 may make of a gradient through some layers and steps. */
const ROUNDINGS = 3e-5;

const constant: Shown = { batch: 3, chunks: [4, 5], input: 'constant' };
const spikes: Shown = { batch: 11, chunks: [3, 1, 2], input: 'spikes' };

describe.each([
  ['surrogate', constant],
  ['surrogate', spikes],
  ['feedback-alignment', constant],
  ['direct-feedback-alignment', spikes],
] as const)('rule %s, input %o', (kind, shown) => {
  const rule = { kind, surrogate: SURROGATE_DEFAULTS.triangle } as const;
  test.each(Object.keys(NETWORKS))('%s', async (name) => {
    expect(await largestDifference(NETWORKS[name]!, { ...shown, rule })).toBeLessThan(ROUNDINGS);
  });
});
