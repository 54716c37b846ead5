import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { compareCommand } from '../../src/cli/compare-command.js';
import { main } from '../../src/cli/main.js';
import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from '../sweep/in-process-runs.js';
import { carried, play, XOR } from './play.js';

async function report(...argv: string[]) {
  const io = memoryIo();
  const status = await main(['report', ...argv], io);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}

test('makes reports again, of several runs at once, and says where', async () => {
  const [a, b] = [await play(XOR), await play(XOR.replace('seed: 4', 'seed: 5'))];
  const files = [a, b].map(({ folder }) => join(folder, 'report.html'));
  for (const file of files) rmSync(file);
  const made = await report(a.folder, b.folder);
  expect(made).toEqual({ status: 0, stderr: '', stdout: files.map((file) => `report: ${file}\n`).join('') });
  expect(files.every((file) => existsSync(file))).toBe(true);
  expect(JSON.parse((await report(a.folder, '--json')).stdout)).toEqual({ reports: [files[0]] });

  const elsewhere = join(temporaryFolder(), 'mine.html');
  expect((await report(a.folder, '--out', elsewhere)).stdout).toBe(`report: ${elsewhere}\n`);
  expect(statSync(elsewhere).size).toBe(statSync(files[0]!).size);
  const two = await report(a.folder, b.folder, '--out', elsewhere);
  expect([two.status, two.stderr]).toEqual([
    2,
    'error HV_ARGUMENTS: --out: expected one folder, got 2\nremedy: Leave --out away: each report is written into its folder.\n',
  ]);
});

test('tells everything that is wrong with several folders, and makes the others', async () => {
  const good = await play(XOR);
  rmSync(join(good.folder, 'report.html'));
  const empty = temporaryFolder();
  const { status, stdout, stderr } = await report('no/such/run', good.folder, empty);
  expect([status, stdout]).toEqual([4, `report: ${join(good.folder, 'report.html')}\n`]);
  expect(stderr).toBe(`error HV_REPORT_FOLDER: no/such/run is no folder that a report can be made of:
  expected the folder of a run, got nothing at this path
${empty} is no folder that a report can be made of:
  expected a file scenario.yaml, got none
  expected a file events.jsonl, got none
remedy: Name the folder that \`heaviside run\` printed at its end, or run the scenario again.
`);
  expect(JSON.parse((await report('no/such/run', '--json')).stdout).error.code).toBe('HV_REPORT_FOLDER');
  expect((await report()).status).toBe(2);
});

test('a comparison has a report with its document and the measures of its steps', async () => {
  const scenario = new URL('../../scenarios/xor-front-contribution.yaml', import.meta.url).pathname;
  const io = memoryIo();
  const overrides = ['compare.seeds=2', 'train.epochs=2'];
  const options = { out: temporaryFolder(), jobs: 1, quiet: true };
  expect(await compareCommand(scenario, overrides, options, io, inProcessRuns().start)).toBe(0);
  const [, folder = ''] = /^comparison folder: (.*)$/m.exec(io.stdout.text) ?? [];
  const file = join(folder, 'report.html');
  expect(io.stdout.text).toContain(`\nreport: ${file}\n`);
  const read = () => JSON.parse(new TextDecoder().decode(carried(readFileSync(file, 'utf8'))));
  const { document, steps } = read() as { document: ComparisonDocument; steps: readonly unknown[] };
  expect(document).toEqual(JSON.parse(readFileSync(join(folder, 'compare.json'), 'utf8')));
  // A line for each step of two seeds of five rules.
  expect(steps).toHaveLength(readFileSync(join(folder, 'steps.csv'), 'utf8').trim().split('\n').length - 1);
  rmSync(file);
  expect((await report(folder)).stdout).toBe(`report: ${file}\n`);
  expect(read().document.name).toBe('xor-front-contribution');
});

test('a folder of runs is told with runs in it, and to view a comparison how to see it', async () => {
  const parent = temporaryFolder();
  const made = (path: string, ...names: string[]) => {
    mkdirSync(join(parent, path), { recursive: true });
    for (const name of names) writeFileSync(join(parent, path, name), '');
    return join(parent, path);
  };
  const near = made('z', 'scenario.yaml', 'events.jsonl');
  made('empty');
  made('half', 'events.jsonl');
  const far = ['1', '2', '3'].map((name) => made(`a/${name}`, 'scenario.yaml', 'events.jsonl'));
  made('b/c/deeper', 'scenario.yaml', 'events.jsonl');
  const refused = async (command: string, folder: string) => {
    const io = memoryIo();
    expect(await main([command, folder], io)).toBe(4);
    return io.stderr.text;
  };
  for (const command of ['view', 'report']) {
    const [code, ...rest] = (await refused(command, parent)).split('\n');
    expect(code).toBe(`error HV_REPORT_FOLDER: ${parent} is no folder that a report can be made of:`);
    expect(rest.at(-2)).toBe(`remedy: Name a run in it: ${near} ${far[0]} ${far[1]} …`);
    expect(await refused(command, join(parent, 'a'))).toContain(`remedy: Name a run in it: ${far.join(' ')}\n`);
    expect(await refused(command, join(parent, 'empty'))).toContain('remedy: Name the folder that `heaviside run`');
  }
  const comparison = made('comparison', 'compare.json');
  expect(await refused('view', comparison)).toBe(
    `error HV_REPORT_FOLDER: ${comparison}: expected a run, got a comparison\nremedy: This is a comparison: \`heaviside report ${comparison}\`\n`,
  );
});
