import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';

import { HeavisideError } from '../../../src/core/heaviside-error.js';
import { RunsStopped } from '../../../src/sweep/job-pool.js';
import { temporaryFolder } from '../../record/temporary-folder.js';
import { freePort, startRedis } from '../redis-server.js';
import { sweepOn, workerOn, xorPoints } from './queue-bench.js';

/** Every file of a folder, by its path in there. */
const filesOf = (folder: string) => readdirSync(folder, { recursive: true }).toSorted();

/** Keys of one kind in Redis. */
async function keysOf(url: string, pattern: string): Promise<readonly string[]> {
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return redis.keys(pattern);
}

test('two workers share the runs of a sweep, each run is played once, and the outcomes come in the order of the points', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const points = xorPoints(6);
  const workers = ['a', 'b'].map((name) => workerOn(url, { out, name }));
  const { outcomes, progress } = sweepOn(url, points, { out });
  const ended = await outcomes;
  expect(ended.map(({ kind, reused }) => ({ kind, reused }))).toEqual(
    points.map(() => ({ kind: 'finished', reused: false })),
  );
  expect(progress.map(({ done, total }) => [done, total])).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  for (const { point, outcome, worker } of progress) {
    expect(outcome).toBe(ended[point.index]);
    expect(['a', 'b']).toContain(worker);
  }
  const played = workers.flatMap(({ news }) => news.map(({ run }) => run));
  expect(new Set(played).size).toBe(6);
  expect(played).toHaveLength(6);
  // Nothing of the runs stays in Redis.
  expect(await keysOf(url, 'heaviside:*:*-events')).toEqual([]);
});

test('points that ask for the same run share it', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const [point] = xorPoints(1);
  const worker = workerOn(url, { out });
  const { outcomes } = sweepOn(url, [point!, { ...point!, index: 1 }], { out });
  const [first, second] = await outcomes;
  expect(first).toEqual(second);
  await expect.poll(() => worker.news).toHaveLength(1);
});

test('a worker that sees another folder sends the files of the runs, and keeps its own', async () => {
  const { url } = await startRedis();
  const [out, elsewhere] = [temporaryFolder(), temporaryFolder()];
  workerOn(url, { out: elsewhere });
  const [outcome] = await sweepOn(url, xorPoints(1), { out }).outcomes;
  expect(outcome).toMatchObject({ kind: 'finished', reused: false, backend: 'events' });
  expect(outcome!.folder.startsWith(out)).toBe(true);
  const theirs = outcome!.folder.replace(out, elsewhere);
  expect(filesOf(outcome!.folder)).toEqual(filesOf(theirs));
  for (const name of ['summary.json', 'events.jsonl', 'manifest.json'])
    expect(readFileSync(join(outcome!.folder, name))).toEqual(readFileSync(join(theirs, name)));
  expect(await keysOf(url, 'heaviside:parcel:*')).toEqual([]);
});

test('a folder that only looks the same is found out, and the files are asked for', async () => {
  const { url } = await startRedis();
  const [out, copy] = [temporaryFolder(), temporaryFolder()];
  // A copy of a folder has its mark as well.
  const first = sweepOn(url, xorPoints(1), { out });
  await expect.poll(() => readdirSync(out)).toContain('.queue-mark');
  copyFileSync(join(out, '.queue-mark'), join(copy, '.queue-mark'));
  const worker = workerOn(url, { out: copy });
  expect(await first.outcomes).toMatchObject([{ kind: 'finished', reused: true }]);
  expect(worker.news.map(({ end }) => end)).toMatchObject([
    { kind: 'played', outcome: { reused: false } },
    { kind: 'played', outcome: { reused: true } },
  ]);
});

test('what is finished needs no queue; what should be fresh is played again', async () => {
  const redis = await startRedis();
  const { url } = redis;
  const out = temporaryFolder();
  const worker = workerOn(url, { out });
  await sweepOn(url, xorPoints(2), { out }).outcomes;
  await sweepOn(url, xorPoints(2), { out, fresh: true }).outcomes;
  expect(worker.news).toHaveLength(4);
  worker.stop.abort();
  await worker.ended;
  await redis.stop();
  const { outcomes, progress } = sweepOn(url, xorPoints(2), { out });
  expect(await outcomes).toMatchObject([{ reused: true }, { reused: true }]);
  expect(progress.map(({ worker }) => worker)).toEqual(['local', 'local']);
});

test('stopped, the runs stay in the queue, and the same sweep goes on from there', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const points = xorPoints(3);
  const stopped = sweepOn(url, points, { out });
  await expect.poll(() => keysOf(url, 'heaviside:runs-*:*-events')).toHaveLength(3);
  stopped.stop.abort();
  await expect(stopped.outcomes).rejects.toThrow(RunsStopped);
  // Played while no sweep waits, once each.
  const worker = workerOn(url, { out: temporaryFolder(), drain: true });
  await worker.ended;
  expect(worker.news).toHaveLength(3);
  const { outcomes } = sweepOn(url, points, { out });
  expect((await outcomes).map(({ kind }) => kind)).toEqual(['finished', 'finished', 'finished']);
});

test('a queue that nobody serves is told of, with the versions of workers that are there', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const other = workerOn(url, { out, version: '9.9.9' });
  const lonely = sweepOn(url, xorPoints(1), { out, version: '1.2.3' });
  const start = `start one: heaviside worker --queue ${url}`;
  await expect
    .poll(() => lonely.told)
    .toEqual([
      expect.stringMatching(
        new RegExp(
          `^no worker serves the queue at ${url}( \\(a worker is of Heaviside 9.9.9, this sweep is of 1.2.3\\))?; ${start}$`,
        ),
      ),
    ]);
  const informed = sweepOn(url, xorPoints(1), { out, version: '1.2.4' });
  await expect
    .poll(() => informed.told)
    .toEqual([
      `no worker serves the queue at ${url} (a worker is of Heaviside 9.9.9, this sweep is of 1.2.4); ${start}`,
    ]);
  expect(other.news).toEqual([]);
});

test('a worker says that runs wait for another version, and takes none of them', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  sweepOn(url, xorPoints(2), { out, version: '9.9.9' });
  await expect.poll(() => keysOf(url, 'heaviside:runs-9.9.9:*-events')).toHaveLength(2);
  const worker = workerOn(url, { out, version: '1.2.3' });
  await expect
    .poll(() => worker.told)
    .toEqual(['2 runs wait for Heaviside 9.9.9: this worker is 1.2.3 and takes none of them']);
  expect(worker.news).toEqual([]);
});

test('a Redis that is not there is an error with a remedy, which shows no password', async () => {
  const port = await freePort();
  const { outcomes } = sweepOn(`redis://me:secret@127.0.0.1:${port}`, xorPoints(1), { out: temporaryFolder() });
  const error = await outcomes.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(HeavisideError);
  expect(error).toMatchObject({
    code: 'HV_QUEUE_REDIS',
    kind: 'machine',
    message: `Redis at redis://127.0.0.1:${port} does not answer: nothing listens there (ECONNREFUSED)`,
    remedy: expect.stringContaining('apt-get install redis-server'),
    facts: { queue: `redis://127.0.0.1:${port}` },
  });
});

test('a password is used, and a wrong one is refused', async () => {
  const { url } = await startRedis({ password: 'right' });
  const out = temporaryFolder();
  const worker = workerOn(url, { out });
  expect(await sweepOn(url, xorPoints(1), { out }).outcomes).toMatchObject([{ kind: 'finished' }]);
  expect(worker.told).toEqual([]);
  const refused = sweepOn(url.replace('right', 'wrong'), xorPoints(2), { out }).outcomes;
  await expect(refused).rejects.toMatchObject({
    code: 'HV_QUEUE_REDIS',
    message: expect.stringMatching(/^Redis at redis:\/\/127\.0\.0\.1:\d+ does not answer: .*(WRONGPASS|NOAUTH)/),
  });
});
