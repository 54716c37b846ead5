import { expect, test } from 'vitest';
import { denseReward } from '../../../src/core/rewards/dense-rewards.js';

test.each(['softmax', 'correct-class'] as const)('%s of a million outputs does not overflow the stack', (kind) => {
  const outputs = new Float64Array(1_000_000).fill(0.5);
  expect(denseReward({ kind }, outputs, Int32Array.of(0), outputs.length)[0]).toBeGreaterThan(0);
});
