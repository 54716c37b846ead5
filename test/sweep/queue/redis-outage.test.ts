import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

import type { StartRun } from '../../../src/sweep/start-run.js';
import { temporaryFolder } from '../../record/temporary-folder.js';
import { inProcessRuns } from '../in-process-runs.js';
import { startRedis } from '../redis-server.js';
import { sweepOn, workerOn, xorPoints } from './queue-bench.js';

/** Real runs that wait, from the given one on, until they are let go. */
function heldRuns(from: number) {
  const { start, scenarios } = inProcessRuns();
  let free: () => void = () => undefined;
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  let begun = 0;
  const held: StartRun = async (request, signal) => {
    if (++begun >= from) await freed;
    return start(request, signal);
  };
  return { start: held, scenarios, free: () => free(), begun: () => begun };
}

test.each([
  ['keeps nothing: what it lost is put in again', false],
  ['keeps everything', true],
])('a sweep outlasts a restart of a Redis that %s', async (_what, kept) => {
  const redis = await startRedis({ kept });
  const out = temporaryFolder();
  const runs = heldRuns(2);
  const worker = workerOn(redis.url, { out, start: runs.start, lostAfter: 1 });
  const { outcomes, progress, told } = sweepOn(redis.url, xorPoints(4), { out });
  await expect.poll(() => [progress.length, runs.begun()]).toEqual([1, 2]);
  await redis.stop();
  const away = `Redis at ${redis.url} does not answer: waiting for it, 60 s at most`;
  await expect.poll(() => [told, worker.told].map(([line]) => line)).toEqual([away, away]);
  // It ends while Redis is away.
  runs.free();
  await expect.poll(() => runs.scenarios).toHaveLength(2);
  await redis.start();
  const ended = await outcomes;
  expect(ended.map(({ kind }) => kind)).toEqual(['finished', 'finished', 'finished', 'finished']);
  expect(told.slice(0, 2)).toEqual([away, `Redis at ${redis.url} is back`]);
  // Each run was played once: one that was given out again was found in its folder.
  expect(runs.scenarios).toHaveLength(4);
});

test('a Redis that stays away ends sweep and worker with an error; what is finished stays', async () => {
  const redis = await startRedis();
  const out = temporaryFolder();
  const { start, free } = heldRuns(2);
  const worker = workerOn(redis.url, { out, start, patience: 300 });
  const { outcomes, progress } = sweepOn(redis.url, xorPoints(2), { out, patience: 300 });
  await expect.poll(() => progress).toHaveLength(1);
  await redis.stop();
  const gone = {
    code: 'HV_QUEUE_REDIS',
    message: `Redis at ${redis.url} has been away for 0.3 s: nothing listens there (ECONNREFUSED)`,
  };
  await expect(outcomes).rejects.toMatchObject(gone);
  free();
  await expect(worker.ended).rejects.toMatchObject(gone);
  expect(existsSync(progress[0]!.outcome.folder)).toBe(true);
});
