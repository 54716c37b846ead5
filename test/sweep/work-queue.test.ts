import { expect, test } from 'vitest';

import { deferred } from '../../src/streams/deferred.js';
import { workQueue } from '../../src/sweep/work-queue.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('no more than the limit is done at a time, in order, and a failure makes room too', async () => {
  const queue = workQueue(2);
  const started: string[] = [];
  const works = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, deferred()]));
  const results = Object.entries(works).map(([name, { promise }]) =>
    queue(() => {
      started.push(name);
      return promise;
    }),
  );
  await turn();
  expect(started).toEqual(['a', 'b']);
  works['b']!.reject(new Error('b is broken'));
  await expect(results[1]).rejects.toThrow('b is broken');
  await turn();
  expect(started).toEqual(['a', 'b', 'c']);
  for (const work of Object.values(works)) work.resolve();
  await Promise.all([results[0], results[2], results[3]]);
  expect(started).toEqual(['a', 'b', 'c', 'd']);
});

test('a limit below 1 is refused', () => {
  expect(() => workQueue(0)).toThrow(new RangeError('limit: expected a number >= 1, got 0'));
});
