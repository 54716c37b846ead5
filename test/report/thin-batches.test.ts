import { expect, test } from 'vitest';

import { thinBatches } from '../../src/report/thin-batches.js';
import type { ViewFrame } from '../../src/streams/frames/view-frame.js';
import { fixtureFacts } from '../web-page/fixture.js';

/** Batches `first … first + count − 1`, whose accuracy is their number. */
function batches(first: number, count: number): ViewFrame {
  const numbers = Array.from({ length: count }, (_, k) => first + k);
  const column = Float32Array.from(numbers);
  return {
    kind: 'batches',
    step: Uint32Array.from(numbers),
    ...{ epoch: column, accuracy: column, reward: column, spikesPerSample: column, learningRate: column },
  };
}
const run: ViewFrame = { kind: 'run', ...fixtureFacts() };
const state: ViewFrame = { kind: 'state', paused: false, speed: 0, stopping: false, dropped: 0 };

test('few batches become one frame behind the facts, as they are', () => {
  const [first, all, last, ...more] = thinBatches([run, batches(1, 2), state, batches(3, 3)]);
  expect([first, last, more]).toEqual([run, state, []]);
  expect(all).toMatchObject({ kind: 'batches', batchesPerPoint: 1, step: Uint32Array.of(1, 2, 3, 4, 5) });
  expect(thinBatches([run, state])).toEqual([run, state]);
});

test('many batches are thinned to means, so that a long run has a small report', () => {
  // A point may stand for 1, 2, 4 … batches, with fewer than 4,096 points: 100,000 / 16 are 6,250, 100,000 / 32 are 3,125.
  const [, all] = thinBatches([run, batches(1, 100_000)]);
  if (all?.kind !== 'batches') throw new Error('expected batches');
  expect(all.batchesPerPoint).toBe(32);
  expect(all.step).toHaveLength(3125);
  expect(all.step[0]).toBe(32);
  // The mean of 1 … 32.
  expect(all.accuracy[0]).toBe(16.5);
});
