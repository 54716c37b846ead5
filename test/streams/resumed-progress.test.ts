import { TestScheduler } from 'rxjs/testing';
import { expect, test } from 'vitest';

import { type ProgressState, toProgress } from '../../src/streams/to-progress.js';
import { batchTrained, STARTED } from './fake-run.js';

test('a run that goes on in the middle of an epoch counts its own batches only, for its means and its time', () => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ cold, expectObservable }) => {
    // Two epochs of three batches, of which four were learned before.
    const events = cold('s---a---b|', { s: STARTED, a: batchTrained(2, 2, 5), b: batchTrained(2, 3, 6) });
    const begun: ProgressState = {
      ...{ epoch: 1, epochs: 2, batch: 0, batchesPerEpoch: 3 },
      ...{ accuracy: 0, reward: 0, startedAt: 0 },
    };
    const own = { ...begun, epoch: 2, earlier: 4 };
    // One batch in 4 ms, and one is left; accuracies 5/6 and 6/7, rewards 5/8 and 6/8, 15 and 16 spikes.
    const a = { ...own, batch: 2, accuracy: 1 - 1 / 6, reward: 0.625, spikesPerSample: 15, secondsLeft: 0.004 };
    const accuracy: number = expect.closeTo((5 / 6 + 6 / 7) / 2);
    const b = { ...own, batch: 3, accuracy, reward: 0.6875, spikesPerSample: 15.5, secondsLeft: 0 };
    expectObservable(events.pipe(toProgress({ interval: 1 }))).toBe('s---a---b|', { s: begun, a, b });
  });
});
