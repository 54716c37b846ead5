import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { type SweepCommandOptions, sweepCommand } from '../../src/cli/sweep-command.js';
import { sweepPointCommand } from '../../src/cli/sweep-point-command.js';
import type { StartRun } from '../../src/sweep/start-run.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from '../sweep/in-process-runs.js';
import { sweepText } from '../sweep/sweeps.js';
import { memoryIo } from './memory-io.js';

const EXPECT = `phases: [{ id: learn, train: {} }, { id: free, run: 5 }]
expect:
  - { that: accuracy(test), atLeast: 0 }
  - { that: digest(weights), in: learn, equals: snapshot }`;
const KEY = 'learn digest(weights) events';

function swept(sweep = '{ learn.rule: [lfp, surrogate], seed: [3, 4] }') {
  const folder = temporaryFolder();
  const [file, out] = [join(folder, 'small.yaml'), join(folder, 'runs')];
  const path = `${file}.snapshots.json`;
  writeFileSync(file, sweepText(sweep, EXPECT));
  const { start, scenarios } = inProcessRuns();
  const playIn = async (options: Partial<SweepCommandOptions>, overrides: readonly string[], starts: StartRun) => {
    const io = memoryIo();
    const status = await sweepCommand(file, overrides, { out, jobs: 1, ...options }, io, { start: starts });
    return { status, stdout: io.stdout.text, stderr: io.stderr.text };
  };
  const play = async (options: Partial<SweepCommandOptions> = {}, overrides: readonly string[] = []) => {
    const { status, stdout, stderr } = await playIn(options, overrides, start);
    const unmet = stdout.split('\n').filter((line) => line.startsWith('NOT MET'));
    return { status, unmet, told: stderr.match(/^snapshots: .*$/m)?.[0] };
  };
  const content = () => JSON.parse(readFileSync(path, 'utf8')).runs as Record<string, Record<string, string>>;
  return { folder, file, out, path, play, playIn, content, scenarios, start };
}

describe('the digests of a sweep', () => {
  test('are kept beside the scenario, by point, and its runs are held against them', async () => {
    const { path, play, content, scenarios } = swept();
    expect(await play({ updateSnapshots: true })).toEqual({
      status: 0,
      unmet: [],
      told: `snapshots: 4 kept in ${path}`,
    });
    expect(Object.keys(content())).toEqual([
      'seed=3 learn.rule=lfp',
      'seed=3 learn.rule=surrogate',
      'seed=4 learn.rule=lfp',
      'seed=4 learn.rule=surrogate',
    ]);
    expect(new Set(Object.values(content()).map((digests) => digests[KEY])).size).toBe(4);
    expect(await play({ fresh: true })).toEqual({ status: 0, unmet: [], told: undefined });
    expect(scenarios).toHaveLength(8);
  });

  test('are those that a single run keeps with the same overrides', async () => {
    const { file, out, play, content } = swept('{ learn.rule: [surrogate], seed: [3] }');
    await play({ updateSnapshots: true });
    const kept = content();
    const single = ['run', file, 'learn.rule=surrogate', '--seed', '3', '--out', out, '--backend', 'events', '--quiet'];
    expect(await main(single, memoryIo())).toBe(0);
    expect(await main([...single, '--update-snapshots'], memoryIo())).toBe(0);
    expect(content()).toEqual(kept);
  });

  test('without a snapshot are a failed expectation that names the remedy', async () => {
    const { path, play } = swept('{ seed: [3] }');
    const { status, unmet } = await play();
    expect([status, unmet]).toEqual([
      1,
      [
        expect.stringMatching(
          /^NOT MET {2}seed=3: digest\(weights\) in learn: expected the snapshot, got [0-9a-f]{16} \(there is no snapshot of it on events for this seed and these overrides: heaviside sweep FILE --update-snapshots keeps one\)$/,
        ),
      ],
    ]);
    expect(existsSync(path)).toBe(false);
  });

  test('of runs that are finished are kept and compared without playing them again', async () => {
    const { path, play, content, scenarios } = swept('{ seed: [3, 4] }');
    await play();
    expect(await play({ updateSnapshots: true })).toMatchObject({ status: 0, told: `snapshots: 2 kept in ${path}` });
    expect(await play()).toMatchObject({ status: 0, unmet: [] });
    const runs = { ...content(), 'seed=4': { [KEY]: '0123456789abcdef' } };
    writeFileSync(path, JSON.stringify({ format: 'heaviside-snapshots-2', runs }));
    expect(await play()).toMatchObject({
      status: 1,
      unmet: [
        expect.stringMatching(/^NOT MET {2}seed=4: .*: expected the snapshot 0123456789abcdef, got [0-9a-f]{16}$/),
      ],
    });
    expect(scenarios).toHaveLength(2);
  });

  test('are those of the overrides, but for what says which points there are', async () => {
    const { play, content } = swept('{ seed: [3] }');
    await play({ updateSnapshots: true }, ['train.epochs=1', 'sweep.seed=[5]']);
    expect(Object.keys(content())).toEqual(['seed=5 train.epochs=1']);
    expect((await play({}, ['sweep.seed=[5]'])).status).toBe(1);
    expect((await play({}, ['train.epochs=1', 'sweep.seed=[5, 5]', 'sweep.mode=grid', 'sweep.seed=[5]'])).status).toBe(
      0,
    );
  });

  test('of a run that goes on are held against the snapshots of its point', async () => {
    const { out, file, play } = swept('{ seed: [3] }');
    await play({ updateSnapshots: true });
    const stopped = inProcessRuns({ stopAfter: 1 });
    const io = memoryIo();
    await sweepCommand(file, [], { out, jobs: 1, fresh: true }, io, { start: stopped.start });
    expect(await play()).toMatchObject({ status: 0, unmet: [] });
  });

  test.each([false, true])(
    'are refused before any run where the file of snapshots is something else (kept: %s)',
    async (updateSnapshots) => {
      const { path, play, out } = swept();
      writeFileSync(path, 'no json');
      await expect(play({ updateSnapshots })).rejects.toMatchObject({ code: 'HV_SNAPSHOTS', kind: 'usage' });
      expect(existsSync(out)).toBe(false);
    },
  );

  test('that cannot be kept in the end cost nobody the summary', async () => {
    const { path, out, playIn, start } = swept('{ seed: [3] }');
    const spoiling: StartRun = async (...request) => {
      const ended = await start(...request);
      writeFileSync(path, 'no json');
      return ended;
    };
    const { status, stdout, stderr } = await playIn({ updateSnapshots: true }, [], spoiling);
    expect(status).toBe(2);
    expect(stderr).toContain(`error HV_SNAPSHOTS: cannot read ${path}: `);
    expect(stdout).toContain('1 of 1');
    const [folder] = readdirSync(join(out, 'small')).filter((name) => name.startsWith('sweep-'));
    expect(readdirSync(join(out, 'small', folder!))).toContain('sweep.json');
  });

  test('are found whatever the spelling and the order of overrides and swept keys', async () => {
    const { play, content } = swept('{ learn.rule: [lfp], learn.optimizer.lr: [1e-2], seed: [3] }');
    await play({ updateSnapshots: true }, ['train.epochs=1', 'time.steps=4']);
    const name = 'seed=3 learn.optimizer.lr=0.01 learn.rule=lfp time.steps=4 train.epochs=1';
    expect(Object.keys(content())).toEqual([name]);
    const other = [
      'time.steps= 4.0',
      'train.epochs=2',
      'train.epochs=1e0',
      'sweep={ seed: [3], learn.optimizer.lr: [0.01] }',
    ];
    expect(await play({}, [...other, 'learn.rule=lfp'])).toMatchObject({ status: 0, unmet: [] });
  });
});

test('a job array has its snapshots beside the scenario of each point', async () => {
  const { folder, file, out, play, start } = swept('{ seed: [3] }');
  await play({ updateSnapshots: true, out: join(folder, 'elsewhere') });
  const slurm = join(folder, 'slurm');
  expect(await main(['sweep', 'export', file, '--slurm', slurm, '--out', out], memoryIo())).toBe(0);
  const [name] = readdirSync(join(slurm, 'scenarios')).filter((one) => one.endsWith('.yaml'));
  const point = join(slurm, 'scenarios', name!);
  const task = (io = memoryIo()) => sweepPointCommand(point, { out, threads: 1, backend: 'events' }, io, start);
  expect(await task()).toBe(0);
  expect(readFileSync(join(slurm, 'sweep.sbatch'), 'utf8')).not.toContain('--update-snapshots');
  // What is kept when the task is handed in again counts, whatever was when it ran.
  const runs = { 'seed=3': { [KEY]: '0123456789abcdef' } };
  writeFileSync(`${point}.snapshots.json`, JSON.stringify({ format: 'heaviside-snapshots-2', runs }));
  expect(await task()).toBe(1);
  // The sweep that sums up looks beside its own file.
  expect((await play()).status).toBe(0);
});

test('a job array that is to keep snapshots meets them, and the sweep gathers them', async () => {
  const { folder, file, out, path, play, start } = swept('{ seed: [3] }');
  const slurm = join(folder, 'slurm');
  expect(await main(['sweep', 'export', file, '--slurm', slurm, '--out', out, '--update-snapshots'], memoryIo())).toBe(
    0,
  );
  expect(readFileSync(join(slurm, 'sweep.sbatch'), 'utf8')).toMatch(
    /^exec \$HEAVISIDE sweep point .* --update-snapshots$/m,
  );
  const [name] = readdirSync(join(slurm, 'scenarios'));
  const options = { out, threads: 1, backend: 'events', updateSnapshots: true };
  expect(await sweepPointCommand(join(slurm, 'scenarios', name!), options, memoryIo(), start)).toBe(0);
  expect(await play({ updateSnapshots: true })).toMatchObject({ status: 0, told: `snapshots: 1 kept in ${path}` });
});

test('a point that was stopped and is to keep snapshots goes on when it is handed in again', async () => {
  const { file, out, path, play, start } = swept('{ seed: [3] }');
  const slurm = `${out}-slurm`;
  await main(['sweep', 'export', file, '--slurm', slurm, '--out', out, '--update-snapshots'], memoryIo());
  const [name] = readdirSync(join(slurm, 'scenarios'));
  const point = join(slurm, 'scenarios', name!);
  const task = (by: StartRun, io = memoryIo()) =>
    sweepPointCommand(point, { out, threads: 1, backend: 'events', updateSnapshots: true }, io, by);
  // The run alone is told to stop, as by a scheduler that ends its process.
  expect(await task(inProcessRuns({ stopAfter: 1 }).start)).toBe(1);
  const again = inProcessRuns();
  const io = memoryIo();
  expect(await task(again.start, io), io.stdout.text).toBe(0);
  expect(again.resumed).toHaveLength(1);
  expect(io.stdout.text).not.toContain('NOT as expected');
  const manifest = JSON.parse(readFileSync(join(again.resumed[0]!, 'manifest.json'), 'utf8'));
  expect(manifest.snapshots).toEqual({ run: 'seed=3', known: 'update' });
  expect(await task(start)).toBe(0);
  expect(await play({ updateSnapshots: true })).toMatchObject({ status: 0, told: `snapshots: 1 kept in ${path}` });
});
