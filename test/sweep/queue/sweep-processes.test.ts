import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { sweepCommand } from '../../../src/cli/sweep-command.js';
import type { SweepDocument } from '../../../src/sweep/sweep-document.js';
import { memoryIo } from '../../cli/memory-io.js';
import { temporaryFolder } from '../../record/temporary-folder.js';
import { inProcessRuns } from '../in-process-runs.js';
import { startRedis } from '../redis-server.js';

const RUNS = 40;
const seeds = Array.from({ length: RUNS }, (_, index) => index + 1);
const SWEEP = `scenario: 1
name: forty
data: { source: xor, low: -1 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 6, neuron: lif }
    - { id: out, size: 2, neuron: lif }
time: { steps: 5 }
train: { epochs: 20 }
sweep: { seed: [${seeds.join(', ')}] }
`;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

beforeAll(() => {
  if (!existsSync(path('../../../dist/cli/main.js'))) throw new Error('dist is missing: npm run build first');
});

/** A process of Heaviside, which does not outlive its test. */
function heaviside(...words: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [path('../../../bin/heaviside.js'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output, ended };
}

/** Names of the folders of runs. */
const runFolders = (out: string) => readdirSync(join(out, 'forty')).filter((name) => /^[0-9a-f]{12}/.test(name));

/** The summary without what it says are times. */
function withoutTimes(text: string): unknown {
  const { times } = JSON.parse(text) as SweepDocument;
  return JSON.parse(text, (key, value: unknown) => (times.includes(key) ? undefined : value));
}

test('forty runs on three workers, one killed and Redis restarted on the way, give what one machine gives', async () => {
  const [here, there] = [temporaryFolder(), temporaryFolder()];
  const file = join(temporaryFolder(), 'forty.yaml');
  writeFileSync(file, SWEEP);
  const redis = await startRedis({ kept: true });
  const serve = ['--queue', redis.url, '--out', there, '--jobs', '1', '--lost-after', '3'];
  const [killed, ...others] = ['w1', 'w2', 'w3'].map((name) => heaviside('worker', ...serve, '--name', name));
  const sweep = heaviside('sweep', file, '--queue', redis.url, '--out', there, '--json');
  const lines = () => sweep.output.stderr.match(/^\[.*\] seed=\d+: .*$/gm) ?? [];
  const reached = (count: number) => {
    const look = () => (sweep.child.exitCode === null ? lines().length : Number.NaN);
    return expect.poll(look, { timeout: 400_000, interval: 20 }).toBeGreaterThanOrEqual(count);
  };
  await reached(8);
  killed!.child.kill('SIGKILL');
  await reached(16);
  await redis.stop();
  await redis.start();
  expect(await sweep.ended, sweep.output.stderr).toBe(0);

  // None lost, none twice.
  const told = lines().map((line) => Number(/seed=(\d+)/.exec(line)?.[1]));
  expect(told.toSorted((a, b) => a - b)).toEqual(seeds);
  expect(runFolders(there)).toHaveLength(RUNS);
  for (const name of ['w1', 'w2', 'w3']) expect(sweep.output.stderr).toContain(`, by ${name}\n`);
  expect(sweep.output.stderr).toContain(`Redis at ${redis.url} is back`);

  for (const { child } of others) child.kill('SIGTERM');
  expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([143, 143]);

  const io = memoryIo();
  const local = { out: here, json: true, quiet: true };
  expect(await sweepCommand(file, [], local, io, { start: inProcessRuns().start })).toBe(0);
  expect(withoutTimes(sweep.output.stdout)).toEqual(withoutTimes(io.stdout.text));
  const { folder, runs, table } = JSON.parse(sweep.output.stdout) as SweepDocument;
  expect(runs).toHaveLength(RUNS);
  expect(table).toHaveLength(1);
  for (const name of ['sweep.csv', 'sweep.md']) expect(existsSync(join(there, folder, name)), name).toBe(true);
  expect(withoutTimes(readFileSync(join(there, folder, 'sweep.json'), 'utf8'))).toEqual(
    withoutTimes(sweep.output.stdout),
  );
}, 900_000);
