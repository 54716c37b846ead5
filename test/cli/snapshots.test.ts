import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { main } from '../../src/cli/main.js';
import type { RunEvent } from '../../src/run/run-event.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { type FakeRun, fakeRun } from '../streams/fake-run.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof import('node:fs/promises')>();
  return { ...real, access: vi.fn(real.access) };
});

const DIGEST = '85944171f73967e8';
const KEY = 'probe digest(spikes) reference';
const FORMAT = 'heaviside-snapshots-3';

/** A scenario that holds a digest against its snapshot, and a run that tells the digest and what it knew. */
function withDigest(known: unknown[] = [], run: FakeRun = {}): CliDependencies {
  const dependencies = fakeDependencies();
  const expectation = { that: 'digest(spikes)', equals: 'snapshot' };
  return {
    ...dependencies,
    parseScenario: (text, options) =>
      ({ ...dependencies.parseScenario(text, options), expect: [expectation] }) as Scenario,
    async *runScenario(_scenario, { snapshots }): AsyncGenerator<RunEvent, void, void> {
      known.push(snapshots);
      const isKept = snapshots === 'update' || snapshots?.[KEY] === DIGEST;
      const outcome = { that: 'digest(spikes)', in: 'probe', value: DIGEST, expected: 'the snapshot', pass: isKept };
      for await (const event of fakeRun(run))
        yield event.kind === 'run-ended' ? { ...event, expect: [outcome] } : event;
    },
  };
}

/** A scenario file, where its snapshots lie, and how to play it. */
function played() {
  const { file, out } = workFolder();
  const path = `${file}.snapshots.json`;
  const known: unknown[] = [];
  const play = async (argv: readonly string[], run: FakeRun = {}) => {
    const io = memoryIo();
    const status = await main(argv, io, withDigest(known, run));
    return [status, io.stderr.text.match(/^snapshots: .*$/m)?.[0], io.stderr.text] as const;
  };
  return {
    ...{ file, out, path, known, play },
    run: async (...more: string[]) => (await play(['run', file, '--out', out, ...more])).slice(0, 2),
    content: () => JSON.parse(readFileSync(path, 'utf8')),
  };
}

const lostPower: FakeRun = {
  beforeBatch: () => {
    throw new Error('lost power');
  },
};

describe('snapshots of a scenario', () => {
  test('are kept beside it when that is asked for, and known to later runs', async () => {
    const { run, path, known, content } = played();
    expect(await run()).toEqual([1, undefined]);
    expect(existsSync(path)).toBe(false);
    expect(await run('--update-snapshots')).toEqual([0, `snapshots: 1 kept in ${path}`]);
    expect(content()).toEqual({ format: FORMAT, runs: { 'seed=7240': { [KEY]: DIGEST } } });
    expect(readFileSync(path, 'utf8')).toMatch(/^\{\n {2}"format": .*\n/);
    expect(await run()).toEqual([0, undefined]);
    expect(known).toEqual([{}, 'update', { [KEY]: DIGEST }]);
  });

  test('are those of a seed and of overrides: no other run is held against them', async () => {
    const { run, known, content } = played();
    await run('--update-snapshots');
    expect(await run('--seed', '5')).toEqual([1, undefined]);
    expect(await run('train.epochs=2')).toEqual([1, undefined]);
    await run('--update-snapshots', '--seed', '5', 'train.epochs=2', 'seed=9', 'train.batch=4');
    expect(Object.keys(content().runs)).toEqual(['seed=5 train.batch=4 train.epochs=2', 'seed=7240']);
    expect(await run('--seed', '5', 'train.epochs=2', 'train.batch=4')).toEqual([0, undefined]);
    expect(await run()).toEqual([0, undefined]);
    expect(known).toEqual(['update', {}, {}, 'update', { [KEY]: DIGEST }, { [KEY]: DIGEST }]);
  });

  test('of a run are found whatever the spelling and the order of its overrides', async () => {
    const { run, content } = played();
    await run('--update-snapshots', 'train.epochs=2', 'learn.optimizer.lr=1e-3');
    expect(Object.keys(content().runs)).toEqual(['seed=7240 learn.optimizer.lr=0.001 train.epochs=2']);
    expect(await run('learn.optimizer.lr=0.0010', 'train.epochs=2')).toEqual([0, undefined]);
    expect(await run('learn.optimizer.lr=0.002', 'train.epochs=2')).toEqual([1, undefined]);
  });

  test('of a file that has overrides as they were given are read, and kept under their names of today', async () => {
    const { run, path, content } = played();
    const runs = { 'seed=7240 train.epochs=2 learn.optimizer.lr=1e-3': { [KEY]: DIGEST }, 'seed=1': { a: DIGEST } };
    writeFileSync(path, JSON.stringify({ format: 'heaviside-snapshots-2', runs }));
    expect(await run('learn.optimizer.lr=0.001', 'train.epochs=2')).toEqual([0, undefined]);
    await run('--update-snapshots');
    expect(content()).toEqual({
      format: FORMAT,
      runs: {
        'seed=1': { a: DIGEST },
        'seed=7240': { [KEY]: DIGEST },
        'seed=7240 learn.optimizer.lr=0.001 train.epochs=2': { [KEY]: DIGEST },
      },
    });
  });

  test('of other runs and backends stay, in the order of the alphabet', async () => {
    const { run, path, content } = played();
    const other = { 'probe digest(spikes) webgpu': '0123456789abcdef', [KEY]: '0000000000000000', a: DIGEST };
    const runs = { 'seed=7240': other, 'seed=0': { b: DIGEST } };
    writeFileSync(path, JSON.stringify({ format: FORMAT, runs }));
    await run('--update-snapshots');
    expect(content().runs).toEqual({ ...runs, 'seed=7240': { ...other, [KEY]: DIGEST } });
    expect(Object.keys(content().runs)).toEqual(['seed=0', 'seed=7240']);
    expect(Object.keys(content().runs['seed=7240'])).toEqual(['a', KEY, 'probe digest(spikes) webgpu']);
  });

  test.each([
    'no json',
    '[1]',
    '{ "a": 5 }',
    '{ "a": "not a digest" }',
    `{ "format": "${FORMAT}", "runs": { "a": 5 } }`,
  ])('that read %j are refused before the run', async (text) => {
    const { play, file, out, path } = played();
    writeFileSync(path, text);
    const [status, , stderr] = await play(['run', file, '--out', out]);
    expect([status, stderr]).toEqual([
      2,
      `error HV_SNAPSHOTS: cannot read ${path}: expected snapshots of runs by seed and overrides, each a map from names to digests of 16 hexadecimal digits\n` +
        'remedy: Take it back as it was, or delete it and run the scenario with --update-snapshots.\n',
    ]);
    expect(existsSync(out)).toBe(false);
  });

  test('of an earlier format are refused: nobody knows of which seed they are', async () => {
    const { play, file, out, path } = played();
    writeFileSync(path, JSON.stringify({ [KEY]: DIGEST }));
    const [status, , stderr] = await play(['run', file, '--out', out]);
    expect([status, stderr]).toEqual([
      2,
      `error HV_SNAPSHOTS: cannot read ${path}: an earlier Heaviside wrote it, which did not say of which seed and overrides its digests are\n` +
        'remedy: Delete it and run the scenario with --update-snapshots.\n',
    ]);
  });

  test('are not looked for by a scenario without any, which is told when it is asked to keep them', async () => {
    const { file, out, path } = played();
    writeFileSync(path, 'no json');
    const io = memoryIo();
    expect(await main(['run', file, '--out', out, '--update-snapshots'], io, fakeDependencies())).toBe(0);
    expect(io.stderr.text).toContain('snapshots: none kept, nothing is held against one\n');
    expect(readFileSync(path, 'utf8')).toBe('no json');
  });

  test('that cannot be kept are told before the run', async () => {
    const { play, file, out, path } = played();
    vi.mocked(access).mockRejectedValueOnce(new Error('EROFS: read-only file system'));
    const [status, , stderr] = await play(['run', file, '--out', out, '--update-snapshots']);
    expect(status).toBe(4);
    expect(stderr).toBe(
      `error HV_SNAPSHOTS: cannot keep snapshots in ${path}: EROFS: read-only file system\n` +
        'remedy: Run the scenario from a folder that can be written to, with --update-snapshots.\n',
    );
    expect(existsSync(out)).toBe(false);
  });
});

describe('a run that goes on', () => {
  const folderIn = (out: string): string => join(out, 'fake', readdirSync(join(out, 'fake'))[0]!);

  test('is held against what it was held against when it began', async () => {
    const { play, file, out, path, known } = played();
    await play(['run', file, '--out', out, '--update-snapshots', '--seed', '5']);
    rmSync(out, { recursive: true });
    await play(['run', file, '--out', out, '--seed', '5'], lostPower);
    rmSync(path);
    expect((await play(['resume', folderIn(out)]))[0]).toBe(0);
    expect(known.at(-1)).toEqual({ [KEY]: DIGEST });
  });

  test('keeps its snapshots where and as whose it was to keep them', async () => {
    const { play, file, out, path, content } = played();
    const argv = ['run', file, '--out', out, '--update-snapshots', 'train.epochs=2'];
    await play(argv, lostPower);
    expect((await play(['resume', folderIn(out)])).slice(0, 2)).toEqual([0, `snapshots: 1 kept in ${path}`]);
    expect(content().runs).toEqual({ 'seed=7240 train.epochs=2': { [KEY]: DIGEST } });
  });

  test('says before and after it that the folder for them has gone, and prints its result', async () => {
    const { play, file, out, path } = played();
    await play(['run', file, '--out', out, '--update-snapshots'], lostPower);
    const moved = `${out}-moved`;
    renameSync(out, moved);
    const elsewhere = `${dirname(file)}-elsewhere`;
    renameSync(dirname(file), elsewhere);
    const [status, , stderr] = await play(['resume', folderIn(moved.replace(dirname(file), elsewhere))]);
    renameSync(elsewhere, dirname(file));
    expect(status).toBe(4);
    expect(stderr).toContain(`warning: cannot keep snapshots in ${path}: ENOENT`);
    expect(stderr).toContain(`error HV_SNAPSHOTS: cannot keep snapshots in ${path}: `);
    expect(existsSync(join(folderIn(moved), 'summary.json'))).toBe(true);
  });
});
