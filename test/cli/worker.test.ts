import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import { workerCommand } from '../../src/cli/worker-command.js';
import { newsLine } from '../../src/cli/worker-text.js';
import { heavisideVersion } from '../../src/record/heaviside-version.js';
import type { EndedJob } from '../../src/sweep/job-pool.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from '../sweep/in-process-runs.js';
import { freePort, startRedis } from '../sweep/redis-server.js';
import { xorText } from '../sweep/xor-text.js';
import { memoryIo } from './memory-io.js';

const SWEEP = xorText('two', 'time: { steps: 3 }\nsweep: { seed: [1, 2] }\n');

test('a sweep and a worker meet at the queue; the worker says what it did', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const file = join(temporaryFolder(), 'two.yaml');
  writeFileSync(file, SWEEP);
  const [atSweep, atWorker] = [memoryIo(), memoryIo()];
  const options = { queue: url, out, jobs: 1, name: 'w', lostAfter: 30, json: true };
  const working = workerCommand(options, atWorker, inProcessRuns().start);
  expect(await main(['sweep', file, '--queue', url, '--out', out], atSweep), atSweep.stderr.text).toBe(0);
  expect(atSweep.stderr.text).toMatch(/^\[1\/2\] seed=[12]: .*, by w\n\[2\/2\] seed=[12]: .*, by w$/m);
  atWorker.signals.emit('SIGTERM');
  expect(await working).toBe(143);
  const [first, ...lines] = atWorker.stderr.text.trim().split('\n');
  const version = heavisideVersion();
  expect(first).toBe(`worker w of Heaviside ${version} serves the queue at ${url}: runs in ${out}, 1 at a time`);
  expect(lines.slice(0, 2)).toEqual(
    [1, 2].map(() => expect.stringMatching(/^two [0-9a-f]{12}-auto: \d+\.\d\d %, \d+\.\d s$/)),
  );
  expect(lines.slice(2)).toEqual(['SIGTERM: giving the runs back; once more to stop at once']);
  const runs = { finished: 2, failed: 0, triedAgain: 0, givenBack: 0 };
  const document = { worker: 'w', heaviside: version, queue: url, out, runs };
  expect(JSON.parse(atWorker.stdout.text)).toEqual(document);
});

test('with --drain a worker of an empty queue says that there was nothing to do', async () => {
  const { url } = await startRedis();
  const io = memoryIo();
  expect(await main(['worker', '--queue', url, '--name', 'w', '--drain', '--quiet'], io)).toBe(0);
  expect([io.stdout.text, io.stderr.text]).toEqual(['worker w: nothing to do\n', '']);
});

describe('what cannot be served', () => {
  async function refused(...words: readonly string[]) {
    const io = memoryIo();
    return { status: await main(words, io), said: io.stderr.text };
  }

  test('is told: no Redis', async () => {
    const port = await freePort();
    const { status, said } = await refused('worker', '--queue', `redis://:secret@127.0.0.1:${port}`);
    expect(status).toBe(4);
    // Nothing before it: that it serves is said when Redis has answered.
    expect(said).toMatch(
      /^error HV_QUEUE_REDIS: Redis at redis:\/\/127\.0\.0\.1:\d+ does not answer: nothing listens there \(ECONNREFUSED\)\nremedy: Start it: apt-get install redis-server /,
    );
    expect(said).not.toContain('secret');
  });

  test('is told before anything is made: a sweep without its Redis', async () => {
    const [port, folder] = [await freePort(), temporaryFolder()];
    const [file, out] = [join(folder, 'two.yaml'), join(folder, 'runs')];
    writeFileSync(file, SWEEP);
    const { status, said } = await refused('sweep', file, '--queue', `redis://127.0.0.1:${port}`, '--out', out);
    expect([status, said]).toEqual([4, expect.stringContaining('HV_QUEUE_REDIS')]);
    expect(existsSync(out)).toBe(false);
  });

  test('is told: no address, a wrong one, without its password', async () => {
    expect(await refused('worker')).toMatchObject({ status: 2, said: expect.stringContaining("'--queue <url>'") });
    for (const command of [['worker'], ['sweep', join(temporaryFolder(), 'none.yaml')]]) {
      const { status, said } = await refused(...command, '--queue', 'http://me:secret@host');
      expect(status).toBe(2);
      expect(said).toContain('HV_QUEUE_URL');
      expect(said).not.toContain('secret');
    }
  });

  test('is told: a name that is none, and jobs of a sweep that has workers', async () => {
    const name = await refused('worker', '--queue', 'redis://host', '--name', 'a b');
    expect(name).toMatchObject({ status: 2, said: expect.stringContaining('Expected at most 64 letters') });
    const jobs = await refused('sweep', 'none.yaml', '--queue', 'redis://host', '--jobs', '2');
    expect(jobs).toMatchObject({ status: 2, said: expect.stringContaining('with --queue every worker has its own') });
  });
});

test('a line about a job says how it ended', () => {
  const line = (end: Parameters<typeof newsLine>[0]['end']) => newsLine({ run: 'two 0123456789ab-events', end });
  const run = { epochs: 1, parameters: 6, metrics: { 'accuracy(test)': 0.75 }, seconds: 1.25, course: [] };
  const played = (outcome: Partial<EndedJob>) =>
    line({ kind: 'played', outcome: { kind: 'finished', run, folder: '', reused: false, ...outcome } as EndedJob });
  const failure = { code: 'HV_RUN_PROCESS', message: 'it ended' };
  expect(played({})).toBe('two 0123456789ab-events: 75.00 %, 1.3 s');
  expect(played({ reused: true })).toBe('two 0123456789ab-events: 75.00 %, finished earlier');
  expect(played({ kind: 'failed', failure })).toBe('two 0123456789ab-events: FAILED HV_RUN_PROCESS: it ended');
  expect(line({ kind: 'failed', failure, again: true })).toBe(
    'two 0123456789ab-events: FAILED HV_RUN_PROCESS: it ended; it will be tried again',
  );
  expect(line({ kind: 'returned' })).toBe('two 0123456789ab-events: given back');
});
