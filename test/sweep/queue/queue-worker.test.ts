import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';

import { heavisideVersion } from '../../../src/record/heaviside-version.js';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { jobId, queueName } from '../../../src/sweep/queue/queue-names.js';
import { readFailure } from '../../../src/sweep/queue/run-answer.js';
import { runFolderOf } from '../../../src/sweep/run-job.js';
import type { EndedProcess } from '../../../src/sweep/start-run.js';
import { temporaryFolder } from '../../record/temporary-folder.js';
import { inProcessRuns } from '../in-process-runs.js';
import { startRedis } from '../redis-server.js';
import { sweepOn, workerOn, xorPoints } from './queue-bench.js';

const KILLED: EndedProcess = { status: null, signal: 'SIGKILL', stdout: '', stderr: '' };

/** The queue itself, as anybody could fill it. */
function queueOf(url: string): Queue {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(queueName(heavisideVersion()), { connection, prefix: 'heaviside' });
  onTestFinished(() => connection.disconnect());
  return queue;
}

test('a run whose process is killed is tried again, three times in all', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const { start, scenarios } = inProcessRuns((_text, nth) => (nth < 3 ? KILLED : undefined));
  const worker = workerOn(url, { out, start });
  expect(await sweepOn(url, xorPoints(1), { out }).outcomes).toMatchObject([{ kind: 'finished' }]);
  expect(scenarios).toHaveLength(3);
  const killed = { code: 'HV_RUN_PROCESS', message: 'its process ended with signal SIGKILL' };
  expect(worker.news.map(({ end }) => end)).toEqual([
    { kind: 'failed', failure: killed, again: true },
    { kind: 'failed', failure: killed, again: true },
    expect.objectContaining({ kind: 'played' }),
  ]);
});

test('a run that fails three times has failed, with its reason; the others go on; the next sweep tries again', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  let broken = true;
  const { start, scenarios } = inProcessRuns((text) => (broken && text.includes('seed: 1\n') ? KILLED : undefined));
  workerOn(url, { out, start });
  const [first, second] = await sweepOn(url, xorPoints(2), { out }).outcomes;
  expect(first).toMatchObject({ kind: 'failed', failure: { code: 'HV_RUN_PROCESS' }, reused: false });
  expect(second).toMatchObject({ kind: 'finished' });
  expect(scenarios).toHaveLength(4);
  broken = false;
  expect(await sweepOn(url, xorPoints(2), { out }).outcomes).toMatchObject([
    { kind: 'finished', reused: false },
    { kind: 'finished', reused: true },
  ]);
});

test('a backend that the worker lacks fails at once, with its reason', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const worker = workerOn(url, { out });
  const [outcome] = await sweepOn(url, xorPoints(1), { out, backend: 'webgl2' }).outcomes;
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'HV_BACKEND_UNAVAILABLE' } });
  expect(worker.news).toHaveLength(1);
});

test('a run that diverges has a result: it is not tried again', async () => {
  const { url } = await startRedis();
  const [out, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const { start, scenarios } = inProcessRuns();
  workerOn(url, { out: elsewhere, start });
  const [{ scenario }] = xorPoints(1) as [ReturnType<typeof xorPoints>[number]];
  const wild = parseScenario(formatScenario(scenario), {
    overrides: [
      'train.epochs=2',
      'learn={ rule: lfp, optimizer: { kind: sgd, lr: 10 }, schedule: { kind: step, every: 1, factor: 1e307 } }',
    ],
  });
  const [outcome] = await sweepOn(url, [{ index: 0, settings: {}, scenario: wild }], { out }).outcomes;
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'HV_NON_FINITE' }, reused: false });
  expect(scenarios).toHaveLength(1);
});

test('jobs that are no runs fail at once, each with its reason, and the others go on', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const queue = queueOf(url);
  const [{ scenario }] = xorPoints(1) as [ReturnType<typeof xorPoints>[number]];
  const text = formatScenario(scenario);
  const good = { version: heavisideVersion(), scenario: text, backend: 'events', fresh: false, mark: '', send: false };
  const id = jobId(runFolderOf(scenario, out), 'events');
  const poisoned: Readonly<Record<string, readonly [unknown, string, RegExp]>> = {
    'no-object': ['hello', 'HV_QUEUE_JOB', /^job no-object is no run of Heaviside:\n {2}data: /],
    'no-version': [{ ...good, version: undefined }, 'HV_QUEUE_JOB', /\n {2}version: /],
    'odd-backend': [{ ...good, backend: '../../bin' }, 'HV_QUEUE_JOB', /\n {2}backend: /],
    'other-version': [
      { ...good, version: '9.9.9' },
      'HV_QUEUE_VERSION',
      /^job other-version is for Heaviside 9\.9\.9, this worker is /,
    ],
    'no-scenario': [{ ...good, scenario: 'scenario: 1\nname: x\n' }, 'HV_SCENARIO', /data/],
    'outer-folder': [{ ...good, scenario: text.replace('name: queued', 'name: ../../up') }, 'HV_SCENARIO', /name/],
    'another-run': [good, 'HV_QUEUE_JOB', new RegExp(`expected the id ${id}$`)],
  };
  for (const [jobId, [data]] of Object.entries(poisoned)) await queue.add('made-up', data, { jobId, attempts: 3 });
  await queue.add('queued', good, { jobId: id });
  const worker = workerOn(url, { out, drain: true });
  await worker.ended;
  for (const [jobId, [, code, message]] of Object.entries(poisoned)) {
    const job = await queue.getJob(jobId);
    expect(readFailure(job?.failedReason ?? ''), jobId).toEqual({ code, message: expect.stringMatching(message) });
    expect(job?.attemptsMade, jobId).toBe(1);
  }
  expect(await queue.getJobState(id)).toBe('completed');
  expect(readdirSync(out)).toEqual(['queued']);
});

test('told to stop, a worker gives its run back, and another plays it', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  let begun = false;
  const leaving = workerOn(url, {
    out,
    name: 'leaving',
    start: async (_request, signal) => {
      begun = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return { status: 130, signal: null, stdout: '', stderr: '' };
    },
  });
  const { outcomes, progress } = sweepOn(url, xorPoints(1), { out });
  await expect.poll(() => begun).toBe(true);
  leaving.stop.abort();
  await leaving.ended;
  expect(leaving.news.map(({ end }) => end)).toEqual([{ kind: 'returned' }]);
  // Well before its lock would have run out.
  workerOn(url, { out, name: 'staying' });
  expect(await outcomes).toMatchObject([{ kind: 'finished' }]);
  expect(progress.map(({ worker }) => worker)).toEqual(['staying']);
});

test('the run of a lost worker goes to another one at most a fifth later than it is lost', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const lostAfter = 3;
  const { outcomes } = sweepOn(url, xorPoints(1), { out });
  // Takes the run, and is not heard of again.
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  onTestFinished(() => connection.disconnect());
  const name = queueName(heavisideVersion());
  const lost = new Worker(name, null, { connection, prefix: 'heaviside', lockDuration: lostAfter * 1000 });
  onTestFinished(() => lost.close(true));
  await expect.poll(() => lost.getNextJob('lost', { block: false }), { interval: 20 }).toBeDefined();
  const taken = performance.now();
  // Looks first shortly before the run is lost.
  await pause(0.8 * lostAfter * 1000);
  workerOn(url, { out, lostAfter });
  expect(await outcomes).toMatchObject([{ kind: 'finished' }]);
  const passed = (performance.now() - taken) / 1000;
  expect(passed).toBeGreaterThan(0.95 * lostAfter);
  // And what the run itself takes.
  expect(passed).toBeLessThan(1.2 * lostAfter + 0.9);
});

test('what a worker has begun, the next one goes on with', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  const points = xorPoints(1).map(({ scenario, ...point }) => ({
    ...point,
    scenario: { ...scenario, train: { ...scenario.train, epochs: 4 } },
  }));
  const { outcomes } = sweepOn(url, points, { out });
  const stopped = inProcessRuns({ stopAfter: 2 });
  const leaving = workerOn(url, {
    out,
    start: (...request) => stopped.start(...request).finally(() => leaving.stop.abort()),
  });
  await leaving.ended;
  expect(leaving.news.map(({ end }) => end)).toEqual([{ kind: 'returned' }]);
  const staying = inProcessRuns();
  workerOn(url, { out, start: staying.start });
  expect(await outcomes).toMatchObject([{ kind: 'finished', run: { epochs: 4 } }]);
  expect(staying.resumed).toEqual([runFolderOf(points[0]!.scenario, out)]);
});

test('with --drain a worker of an empty queue ends at once', async () => {
  const { url } = await startRedis();
  const worker = workerOn(url, { out: temporaryFolder(), drain: true });
  await worker.ended;
  expect([worker.news, worker.told]).toEqual([[], []]);
});
