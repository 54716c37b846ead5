import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { namesIn, recordedRun } from '../export/recorded-run.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { memoryIo } from './memory-io.js';

async function exported(...argv: string[]) {
  const io = memoryIo();
  const status = await main(['export', ...argv], io);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}

test('lists the file and its arrays', async () => {
  const run = await recordedRun({ pieces: [], metrics: [] });
  const { status, stdout, stderr } = await exported(run, '--to', 'npz');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.replaceAll(run, 'RUN').replace(/[\d,]+ bytes/, 'N bytes')).toMatchInlineSnapshot(`
    "written: RUN/export.npz (N bytes)
      dt                  float64  []
      spikes/h1/times     uint32   [4]
      spikes/h1/units     uint32   [4]
      spikes/h1/offsets   uint32   [3]
      spikes/h1/steps     uint32   [2]
      spikes/h1/samples   uint32   [2]
      spikes/h1/labels    uint32   [2]
      weights/h1.weight   float64  [3 × 2]
      weights/h1.bias     float64  [3]
      weights/out.weight  float64  [2 × 3]
      weights/out.bias    float64  [2]
    "
  `);
});

test('lists the files of a folder', async () => {
  const run = await recordedRun();
  const out = join(temporaryFolder(), 'deep', 'tables');
  const { status, stdout } = await exported(run, '--to', 'csv', '--out', out);
  expect(status).toBe(0);
  expect(stdout.split('\n')).toHaveLength(7);
  // 34 of the column names, 22, 23 and 24 of the three metrics.
  expect(stdout).toContain(`written: ${join(out, 'metrics.csv')} (103 bytes)\n`);
});

test('with --json prints one document', async () => {
  const run = await recordedRun();
  const { status, stdout } = await exported(run, '--to', 'sonata', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    format: 'sonata',
    path: join(run, 'export-sonata'),
    files: namesIn(join(run, 'export-sonata')).map((name) => ({ path: join(run, 'export-sonata', name) })),
    damages: [],
    notes: [],
  });
});

test('an earlier export is replaced only by force, and a file of others never', async () => {
  const run = await recordedRun();
  const out = join(run, 'export-sonata');
  expect((await exported(run, '--to', 'sonata')).status).toBe(0);
  writeFileSync(join(out, 'notes.txt'), 'mine');
  const refused = await exported(run, '--to', 'sonata');
  expect([refused.status, refused.stderr]).toEqual([
    4,
    `error HV_EXPORT_EXISTS: ${out}: expected nothing at this path, got a folder\n` +
      'remedy: `--force` replaces an earlier export; `--out` names another path.\n',
  ]);
  // Less than before: what an earlier export left would be taken for this one's.
  rmSync(join(run, 'recordings'), { recursive: true });
  expect((await exported(run, '--to', 'sonata', '--force')).status).toBe(0);
  expect(namesIn(out)).toEqual(['notes.txt', 'spikes-sample-0.h5', 'spikes-sample-5.h5']);
  expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
});

test('a folder in the place of a file stays, also by force', async () => {
  const run = await recordedRun();
  mkdirSync(join(run, 'export.npz'));
  const { status, stderr } = await exported(run, '--to', 'npz', '--force');
  expect(status).toBe(4);
  expect(stderr).toContain('expected nothing at this path, got a folder\nremedy: Name another path with `--out`.');
});

test('what a run did not record is told, with the key that records it', async () => {
  const run = await recordedRun({ spikes: [], pieces: [] });
  const none = await exported(run, '--to', 'sonata');
  expect([none.status, none.stderr]).toEqual([
    4,
    `error HV_EXPORT_NOTHING: ${run}: expected recorded spikes, got none\n` +
      'remedy: Let the scenario record, for example `record: { spikes: [h1, out] }`, and run it again.\n',
  ]);
  expect(existsSync(join(run, 'export-sonata'))).toBe(false);
  const some = await exported(run, '--to', 'csv');
  expect(some.status).toBe(0);
  expect(some.stderr).toBe(
    'warning: no spikes or traces were recorded: `record: { spikes: [h1, out] }` in the scenario records them\n',
  );
});

test('with --partial, what was left out is a warning', async () => {
  const run = await recordedRun();
  writeFileSync(join(run, 'spikes/h1.safetensors.gz'), 'no');
  const { status, stderr } = await exported(run, '--to', 'npz', '--partial');
  expect(status).toBe(0);
  expect(stderr).toContain(`warning: left out: ${join(run, 'spikes/h1.safetensors.gz')}: cannot be unpacked`);
});

test('a folder that is no run, a run that has not ended, and wrong arguments', async () => {
  const empty = temporaryFolder();
  const none = await exported(empty, '--to', 'npz');
  expect(none.status).toBe(4);
  expect(none.stderr).toContain(`error HV_RUN_MISSING: ${empty}: expected the folder of a run`);
  const run = await recordedRun();
  for (const name of ['summary.json', 'checkpoints']) rmSync(join(run, name), { recursive: true });
  const going = await exported(run, '--to', 'npz');
  expect([going.status, going.stderr]).toEqual([
    0,
    'warning: this run has not ended: exported as far as it has come\n',
  ]);
  expect((await exported(run)).status).toBe(2);
  expect((await exported(run, '--to', 'xls')).stderr).toContain(
    "argument 'xls' is invalid. Allowed choices are npz, csv, safetensors, sonata.",
  );
});
