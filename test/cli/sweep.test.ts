import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { type SweepCommandOptions, sweepCommand } from '../../src/cli/sweep-command.js';
import type { SweepDocument } from '../../src/sweep/sweep-document.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from '../sweep/in-process-runs.js';
import { withoutTimes } from '../sweep/small-scenario.js';
import { RULES, sweepText } from '../sweep/sweeps.js';
import { memoryIo } from './memory-io.js';

const documentOf = (text: string) => JSON.parse(text) as SweepDocument;
const settled = (text: string) => text.replaceAll(/\d+\.\d+ s\b/g, 'T s').replaceAll(/\d+\.\d\d\b/g, 'N');

async function sweep(text: string, options: Partial<SweepCommandOptions> = {}, io = memoryIo()) {
  const folder = temporaryFolder();
  const file = join(folder, 'small.yaml');
  writeFileSync(file, text);
  const all = { out: join(folder, 'runs'), jobs: 2, ...options };
  const runs = inProcessRuns();
  const again = (more: Partial<SweepCommandOptions> = {}): Promise<number> =>
    sweepCommand(file, [], { ...all, ...more }, io, { start: runs.start });
  return { status: await again(), io, again, out: all.out, runs, file };
}

describe('heaviside sweep', () => {
  test('prints a row for each rule, and a line for each run on stderr', async () => {
    const { status, io, out } = await sweep(sweepText(RULES));
    expect(status).toBe(0);
    const [head, first, second, ...rest] = settled(io.stdout.text).split('\n');
    expect(head).toMatch(/^learn\.rule +accuracy\(test\) %, mean +sd +95 % interval +n +runs +backend$/);
    expect(first).toMatch(/^lfp-epsilon +N +N +-?N … N +2 +2 of 2 +events$/);
    expect(second).toMatch(/^surrogate +N +N +-?N … N +2 +2 of 2 +events$/);
    expect(rest.join('\n').replaceAll(out, 'OUT')).toMatch(
      /^\naccuracy\(test\), mean over seed with its 95 % interval \(Student t\); mode grid\n\nsweep folder: OUT\/small\/sweep-[0-9a-f]{12}\n/,
    );
    const lines = settled(io.stderr.text).trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines).toContainEqual(
      expect.stringMatching(/^\[[1-4]\/4\] learn\.rule=surrogate seed=4: accuracy\(test\) N %, T s$/),
    );
  });

  test('leaves a summary as JSON, CSV and Markdown; --json prints the first and nothing else', async () => {
    const { io, out } = await sweep(sweepText(RULES), { json: true, quiet: true });
    const document = documentOf(io.stdout.text);
    expect(io.stderr.text).toBe('');
    const text = (name: string) => readFileSync(join(out, document.folder, name), 'utf8');
    expect(text('sweep.json')).toBe(io.stdout.text);
    expect(document).toMatchObject({
      name: 'small',
      mode: 'grid',
      keys: ['learn.rule', 'seed'],
      times: ['seconds'],
      report: { metric: 'accuracy(test)', over: 'seed' },
    });
    for (const { folder } of document.runs) expect(existsSync(join(out, folder, 'summary.json'))).toBe(true);
    const [head, first] = text('sweep.csv').split('\n');
    expect(head).toBe('learn.rule,metric,n,mean,sd,low,high,finished,runs,unmet,backend');
    const { mean, sd, low, high } = document.table[0]!.estimate!;
    expect(first).toBe(`lfp-epsilon,accuracy(test),2,${mean},${sd},${low},${high},2,2,0,events`);
    expect(text('sweep.md')).toContain('# small: sweep of 4 runs\n\naccuracy(test), mean over seed');
    expect(text('sweep.md')).toMatch(/^\| lfp-epsilon \| \d+\.\d\d \| .* \| 2 of 2 \| events \|$/m);
  });

  test('gives the same bytes wherever it takes place, but for the fields that hold times', async () => {
    const files = async (jobs: number) => {
      const { io, out } = await sweep(sweepText(RULES), { json: true, quiet: true, jobs });
      const document = documentOf(io.stdout.text);
      const [csv, markdown] = ['sweep.csv', 'sweep.md'].map((name) =>
        readFileSync(join(out, document.folder, name), 'utf8'),
      );
      return { document: withoutTimes(document), csv, markdown };
    };
    expect(await files(1)).toEqual(await files(3));
  });

  test('goes on from what is there, and repeats it with --fresh', async () => {
    const { io, again, runs } = await sweep(sweepText('{ seed: [3] }'));
    expect(await again()).toBe(0);
    expect(runs.scenarios).toHaveLength(1);
    expect(settled(io.stderr.text)).toBe(
      '[1/1] seed=3: accuracy(test) N %, T s\n[1/1] seed=3: accuracy(test) N %, finished earlier\n',
    );
    expect(await again({ fresh: true })).toBe(0);
    expect(runs.scenarios).toHaveLength(2);
  });

  test('an expectation that is not met gives status 1 and stands in the summary', async () => {
    const text = sweepText('{ seed: [3, 4] }', 'expect: [{ that: accuracy(test), atLeast: 2 }]');
    const { status, io } = await sweep(text);
    expect(status).toBe(1);
    expect(settled(io.stdout.text)).toMatch(/ 2 of 2 +2 +events$/m);
    expect(io.stdout.text).toMatch(/^NOT MET {2}seed=3: accuracy\(test\): expected .*2, got 0\.\d+$/m);
    expect(settled(io.stderr.text)).toMatch(/^\[\d\/2\] seed=4: accuracy\(test\) N %, NOT as expected, T s$/m);
  });

  test('a run that diverges gives status 1 and is named with its reason', async () => {
    const wild = '{ rule: lfp, optimizer: { kind: sgd, lr: 10 }, schedule: { kind: step, every: 1, factor: 1e307 } }';
    const { status, io } = await sweep(sweepText(`{ learn: [lfp, ${wild}] }`));
    expect(status).toBe(1);
    expect(io.stdout.text).toMatch(/^FAILED {2}learn=\{"rule":"lfp".*: HV_NON_FINITE: training diverged at step \d+/m);
    expect(io.stderr.text).toMatch(/^\[\d\/2\] learn=.*: FAILED HV_NON_FINITE/m);
  });

  test('Ctrl-C stops the runs, says how to go on, and gives status 130', async () => {
    const [io, folder] = [memoryIo(), temporaryFolder()];
    const file = join(folder, 'small.yaml');
    writeFileSync(file, sweepText(RULES));
    const { start } = inProcessRuns((_, nth) => {
      if (nth === 2) io.signals.emit('SIGINT');
      return undefined;
    });
    expect(await sweepCommand(file, [], { out: join(folder, 'runs'), jobs: 1 }, io, { start })).toBe(130);
    expect(io.stdout.text).toBe('');
    expect(settled(io.stderr.text)).toMatch(
      /^\[1\/4\] .*\nSIGINT: stopping the runs; once more to stop at once\n[\s\S]*stopped: the same command goes on from here; finished runs are kept\n$/,
    );
  });

  test('shows one bar in a terminal', async () => {
    const { io } = await sweep(sweepText('{ seed: [3, 4] }'), {}, memoryIo({ isTTY: true }));
    expect(io.stderr.text).toContain('sweep ░░░░░░░░░░░░░░░░░░░░░░░░ 0/2');
    expect(io.stderr.text).toContain('sweep ████████████████████████ 2/2  seed=');
  });

  test('--dry-run lists the points and makes nothing', async () => {
    const { status, io, out } = await sweep(sweepText(RULES), { dryRun: true });
    expect(status).toBe(0);
    expect(io.stdout.text).toMatch(
      /^point {2}learn\.rule +seed {2}run folder\n {4}0 {2}lfp-epsilon {2}3 +small\/[0-9a-f]{12}\n[\s\S]*\n\n4 runs, mode grid\n$/,
    );
    expect(existsSync(out)).toBe(false);
    const json = await sweep(sweepText(RULES), { dryRun: true, json: true });
    expect(JSON.parse(json.io.stdout.text)).toMatchObject({
      name: 'small',
      mode: 'grid',
      points: [{ index: 0, settings: { 'learn.rule': 'lfp-epsilon', seed: 3 } }, {}, {}, {}],
    });
    // The folders are those of the runs.
    const { io: done } = await sweep(sweepText(RULES), { json: true });
    const folders = (runs: readonly { readonly folder: string }[]) => runs.map(({ folder }) => folder);
    expect(folders(documentOf(done.stdout.text).runs)).toEqual(folders(JSON.parse(json.io.stdout.text).points));
  });
});

describe('bad input', () => {
  const run = async (text: string, ...argv: string[]) => {
    const [io, folder] = [memoryIo(), temporaryFolder()];
    writeFileSync(join(folder, 'bad.yaml'), text);
    const status = await main(['sweep', join(folder, 'bad.yaml'), '--out', join(folder, 'runs'), ...argv], io);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
    return { status, stderr: io.stderr.text.replaceAll(folder, 'F') };
  };

  test('a bad file gets every problem, with status 2', async () => {
    expect(await run(sweepText('{ seed: [1, -1], train.epochs: [0] }'))).toEqual({
      status: 2,
      stderr: `error HV_SCENARIO: F/bad.yaml is not a runnable scenario
  12:20  sweep: seed: expected an integer >= 0, got -1
  12:40  sweep: train.epochs: expected an integer >= 1, got 0
`,
    });
  });

  test.each([
    [['--jobs', '0'], "argument '0' is invalid. Expected an integer"],
    [['--backend', 'evnts'], 'got "evnts"'],
    [['sweep.mode=gird'], 'sweep.mode: expected one of'],
  ])('%j is refused with status 2', async (argv, message) => {
    const { status, stderr } = await run(sweepText('{ seed: [1] }'), ...argv);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('data that are not there give status 4', async () => {
    const text = sweepText('{ seed: [1] }').replace(
      '{ source: moons, samples: 40 }',
      '{ source: csv, file: nowhere.csv }',
    );
    expect(await run(text)).toEqual({ status: 4, stderr: expect.stringContaining('nowhere.csv') });
  });
});
