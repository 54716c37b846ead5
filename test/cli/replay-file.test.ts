import { appendFileSync, copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { DEFAULT_DEPENDENCIES } from '../../src/cli/default-dependencies.js';
import { main } from '../../src/cli/main.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { memoryIo } from './memory-io.js';

const NETWORK = `scenario: 1
name: echo
seed: 4
time: { dt: 1ms, steps: 10 }
data: { source: xor, low: 0 }
encode: { kind: rate }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 16, neuron: lif, threshold: 0.5 }
    - { id: out, size: 2, neuron: lif, threshold: 0.2 }
record: { spikes: [in, h1, out] }
phases:
  - { id: learn, train: { epochs: 2, batch: 2 } }
`;

const SHOWN = '  - { id: probe, run: { duration: 40ms, samples: [1, 2, 3] } }\n';

const QUIETLY = ['--quiet', '--no-report'] as const;

/** Runs what is played, and exports what it recorded. */
async function player() {
  const folder = temporaryFolder();
  const call = async (...argv: readonly string[]) => {
    const io = memoryIo();
    const status = await main(argv, io, DEFAULT_DEPENDENCIES);
    return { status, stdout: io.stdout.text, stderr: io.stderr.text };
  };
  const run = async (name: string, probe: string) => {
    const [file, out] = [join(folder, `${name}.yaml`), join(folder, name)];
    writeFileSync(file, NETWORK + probe);
    const told = await call('run', file, '--out', out, '--backend', 'reference', ...QUIETLY);
    const runs = told.status === 0 ? readdirSync(join(out, 'echo')) : [];
    return { ...told, run: runs.map((one) => join(out, 'echo', one)).at(-1) ?? '' };
  };
  const exported = async (path: string) => {
    const { status, stderr } = await call('export', path, '--to', 'csv', '--force');
    expect([status, stderr]).toEqual([0, '']);
    return join(path, 'export-csv', 'spikes.csv');
  };
  const recorded = await run('recorded', SHOWN);
  expect(recorded.stderr).toBe('');
  const table = join(folder, 'spikes.csv');
  copyFileSync(await exported(recorded.run), table);
  return { folder, call, run, exported, recorded: recorded.run, table };
}

/** Lines of a table about a layer in a phase. */
const linesOf = (table: string, layer: string) =>
  readFileSync(table, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('probe,') && line.includes(`,${layer},`));

const replayed = (keys: string, at = '0') =>
  `  - { id: probe, run: 40ms, events: [{ at: ${at}, replay: { nodes: in, ${keys} } }] }\n`;

test('what was recorded, exported and replayed has the network fire the same spikes', async () => {
  const { run, call, exported, recorded, table, folder } = await player();
  expect(linesOf(table, 'in').length).toBeGreaterThan(20);
  for (const layer of ['h1', 'out']) expect(linesOf(table, layer).length).toBeGreaterThan(3);
  const again = await run('again', replayed(`file: ${table}, layer: in, phase: probe`));
  expect(again.stderr).toBe('');
  const after = await exported(again.run);
  for (const layer of ['in', 'h1', 'out']) expect(linesOf(after, layer), layer).toEqual(linesOf(table, layer));
  // The archive of the same run.
  expect(await call('export', recorded, '--to', 'npz')).toMatchObject({ status: 0 });
  const npz = await run('npz', replayed(`file: ${join(recorded, 'export.npz')}, layer: in`));
  expect(npz.stderr).toBe('');
  expect(readFileSync(await exported(npz.run), 'utf8')).toBe(readFileSync(after, 'utf8'));
  // As gzip, and later: everything comes ten steps later, and what has no room any more is told.
  const packed = join(folder, 'spikes.csv.gz');
  writeFileSync(packed, gzipSync(readFileSync(table)));
  const late = await run('late', replayed(`file: ${packed}, layer: in`, '10ms'));
  expect(late.status).toBe(2);
  expect(late.stderr).toContain('HV_REPLAY');
  expect(late.stderr).toMatch(
    /phases\.probe\.events\[0\]\.replay: .*spikes\.csv\.gz into in\[0:2\]\n {4}line \d+: expected a step before 30, where/,
  );
});

test('a run whose replayed file has changed since is not gone on with, and the manifest knows the file', async () => {
  const { run, call, table } = await player();
  const again = await run('again', replayed(`file: ${table}, layer: in`));
  const told = () => JSON.parse(readFileSync(join(again.run, 'manifest.json'), 'utf8')).data;
  const sha = expect.stringMatching(/^[0-9a-f]{64}$/);
  const data = told();
  expect(data).toEqual({ train: sha, test: sha, 'phases.probe.events[0].replay': sha });
  // As if it had been killed before its end.
  rmSync(join(again.run, 'summary.json'));
  const before = readFileSync(table, 'utf8');
  const first = before.split('\n').find((line) => line.includes(',in,'))!;
  writeFileSync(table, before.replace(`${first}\n`, ''));
  const refused = await call('resume', again.run, ...QUIETLY);
  expect(refused.status).toBe(4);
  expect(refused.stderr).toMatch(
    /^error HV_RESUME_DATA: .*\n {2}phases\.probe\.events\[0\]\.replay: SHA-256 was [0-9a-f]{64}, is now [0-9a-f]{64}\nremedy: Put/,
  );
  writeFileSync(table, before);
  // What is not played may change.
  appendFileSync(table, 'probe,,,out,39,39,0\n');
  expect(await call('resume', again.run, ...QUIETLY)).toMatchObject({ status: 0, stderr: '' });
  expect(told()).toEqual(data);
});

test('files that cannot be played are told, all together, before anything is made', async () => {
  const { run, folder, table } = await player();
  const missing = await run('missing', replayed('file: nothing.csv'));
  expect([missing.status, missing.stderr]).toEqual([4, expect.stringContaining('HV_FILE_MISSING: nothing.csv')]);
  const large = join(folder, 'large.csv');
  writeFileSync(large, '');
  truncateSync(large, 2 ** 28 + 1);
  const tooLarge = await run('large', replayed(`file: ${large}`));
  expect([tooLarge.status, tooLarge.stderr]).toEqual([4, expect.stringContaining('HV_FILE_TOO_LARGE')]);
  const other = join(folder, 'other.csv');
  writeFileSync(other, 'step,unit\n3,0\n2,5\n');
  const both = `replay: { nodes: in, file: ${other} } }, { at: 5, replay: { nodes: "in[0]", file: ${table} }`;
  const unclear = await run('unclear', `  - { id: probe, run: 40ms, events: [{ at: 0, ${both} }] }\n`);
  expect(unclear.status).toBe(2);
  expect(unclear.stderr.split('\n').slice(0, -2)).toEqual([
    'error HV_REPLAY: these spikes cannot be played:',
    `  phases.probe.events[0].replay: ${other} into in[0:2]`,
    '    line 3: expected one of the 2 units that it is played to, from 0, got unit 5',
    '    line 3: expected steps that ascend, 3 or later, got 2',
    `  phases.probe.events[1].replay: ${table} into in[0]`,
    '    layer: expected one of "h1", "in", "out" to be chosen, got none',
  ]);
  for (const name of ['missing', 'large', 'unclear']) expect(readdirSync(folder)).not.toContain(name);
});

test('validate says that the files of replays were not looked at', async () => {
  const folder = temporaryFolder();
  const validated = async (probe: string) => {
    const file = join(folder, 'echo.yaml');
    writeFileSync(file, NETWORK + probe);
    const io = memoryIo();
    expect(await main(['validate', file], io, DEFAULT_DEPENDENCIES), io.stderr.text).toBe(0);
    return io.stdout.text.split('\n').slice(1);
  };
  expect(await validated(SHOWN)).toEqual(['']);
  expect(await validated(replayed('file: missing.csv'))).toEqual([
    'its replay files are read when it runs: they were not looked at',
    '',
  ]);
});
