import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { type CompareCommandOptions, compareCommand } from '../../src/cli/compare-command.js';
import { main } from '../../src/cli/main.js';
import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { comparisonText, DIVERGING, PLAIN, TUNED } from '../sweep/comparisons.js';
import { inProcessRuns } from '../sweep/in-process-runs.js';
import { memoryIo } from './memory-io.js';

async function compare(rules: string, options: Partial<CompareCommandOptions> = {}, more?: string) {
  const [io, folder] = [memoryIo(), temporaryFolder()];
  const file = join(folder, 'small.yaml');
  writeFileSync(file, comparisonText(rules, more));
  const all = { out: join(folder, 'runs'), jobs: 2, ...options };
  const { start } = inProcessRuns();
  const again = (): Promise<number> => compareCommand(file, [], all, io, start);
  return { status: await again(), io, again, out: all.out };
}

const documentOf = (text: string) => JSON.parse(text) as ComparisonDocument;
/** Times, and the folder of the test. */
const settled = (text: string) =>
  text
    .replaceAll(/\d+(\.\d+)?(e-\d+)? s\b/g, 'T s')
    .replaceAll(/(?<=^(comparison folder|report): ).*(?=\/small\/)/gm, 'OUT');

describe('heaviside compare', () => {
  test('prints a table, what was tuned and the folder on stdout, and a line for each run on stderr', async () => {
    const { status, io } = await compare(`${TUNED}\n${PLAIN}`, {}, 'seeds: 2\n  target: 0.5\n  columns: [reward]');
    expect(status).toBe(0);
    const [head, ...lines] = io.stdout.text.split('\n');
    expect(head).toMatch(
      /^rule +accuracy % +accuracy % +difference to +epochs to +seconds to +spikes +synaptic +zero +pruned +pruned +pruned +reward +reward +parameters +epochs +seconds +backend +runs$/,
    );
    const table = lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('tuning')),
    );
    expect(table.filter((line) => /^(LFP|surrogate) /.test(line))).toHaveLength(2);
    expect(settled(lines.slice(table.length).join('\n'))).toMatch(
      /^tuning {2}LFP {2}chosen: learn\.optimizer\.lr = 0\.0\d+ \(at the edge of its grid\) \(2 choices; 2 runs, 4 epochs, T s\)\n\ncomparison folder: (OUT\/small\/compare-[0-9a-f]{12})\nreport: \1\/report.html\n$/,
    );
    const told = settled(io.stderr.text).split('\n');
    expect(told).toHaveLength(7);
    expect(told).toContainEqual(
      expect.stringMatching(
        /^\[[1-6]\/6\] LFP, tuning learn\.optimizer\.lr=0\.001, seed 2: \d+\.\d\d % on validation, T s$/,
      ),
    );
    expect(told).toContainEqual(expect.stringMatching(/^\[[1-6]\/6\] surrogate, seed 1: \d+\.\d\d %, T s$/));
  });

  test('--json prints the document of compare.json and nothing else', async () => {
    const { io } = await compare(PLAIN, { json: true, quiet: true }, 'seeds: 1');
    const document = documentOf(io.stdout.text);
    expect(io.stderr.text).toBe('');
    expect(readFileSync(join(document.folder, 'compare.json'), 'utf8')).toBe(io.stdout.text);
    expect(document).toMatchObject({
      name: 'small',
      times: ['seconds', 'secondsToTarget'],
      jobs: 2,
      seeds: [0],
      baseline: 'surrogate',
      prune: [0.5, 0.8, 0.9],
    });
    const [row] = document.table;
    expect(Object.keys(row!.pruned)).toEqual(['0.5', '0.8', '0.9']);
    expect(row!.zeroWeights).toBeGreaterThanOrEqual(0);
  });

  test('leaves its runs without reports, which can be made of their folders later', async () => {
    const { io } = await compare(TUNED, { json: true, quiet: true }, 'seeds: 1');
    const { rules } = documentOf(io.stdout.text);
    const folders = rules.flatMap(({ runs, tuning }) =>
      [...runs, ...(tuning?.grid.flatMap((choice) => choice.runs) ?? [])].map(({ folder }) => folder!),
    );
    // One seed, and two choices of the learning rate.
    expect(folders).toHaveLength(3);
    for (const folder of folders) {
      expect(existsSync(join(folder, 'summary.json'))).toBe(true);
      expect(existsSync(join(folder, 'report.html'))).toBe(false);
    }
    const later = memoryIo();
    expect(await main(['report', folders[0]!], later)).toBe(0);
    expect(later.stdout.text).toBe(`report: ${join(folders[0]!, 'report.html')}\n`);
    expect(readFileSync(join(folders[0]!, 'report.html'), 'utf8')).toContain('id="data">');
  });

  test('leaves the table as Markdown and as CSV, with the settings of every rule', async () => {
    const { io } = await compare(`${TUNED}\n${PLAIN}`, { json: true, quiet: true });
    const { folder, table } = documentOf(io.stdout.text);
    const markdown = readFileSync(join(folder, 'compare.md'), 'utf8');
    expect(markdown).toContain('# small: learning rules compared\n\nSeeds 0 1. Intervals are 95 % (Student t)');
    expect(markdown).toContain('(every fifth), seeds 2, 1 epochs.');
    expect(markdown).toMatch(/^\| LFP \| .* \| 2 of 2 \|$/m);
    expect(markdown).toMatch(
      /^- \*\*LFP\*\*: learn `\{ rule: lfp-epsilon, .*lr: 0\.0.*`, train `\{ epochs: 2, batch: 32 \}`; backend events; chosen: /m,
    );
    const [head, first] = readFileSync(join(folder, 'compare.csv'), 'utf8').split('\n');
    const at = head!.split(',').indexOf('accuracy');
    expect(Number(first!.split(',')[at])).toBe(table[0]?.accuracy?.mean);
  });

  test('a run that diverges is marked with its reason, and gives status 1', async () => {
    const { status, io } = await compare(`${PLAIN}\n${DIVERGING}`, {}, 'seeds: 2');
    expect(status).toBe(1);
    expect(io.stdout.text).toMatch(/^wild +– .* 0 of 2$/m);
    expect(io.stdout.text).toMatch(/^FAILED {2}wild, seed 0(?: 1)?: HV_NON_FINITE: training diverged at step \d+: /m);
    expect(io.stderr.text).toMatch(/^\[\d\/4\] wild, seed 0: FAILED HV_NON_FINITE: training diverged/m);
  });

  test('a choice that diverges in the tuning is no failure of the comparison', async () => {
    const wild = DIVERGING.replace('factor: 1e307 } }', 'factor: 1 } }, tune: { learn.schedule.factor: [1e307, 1] }');
    const { status, io } = await compare(wild, { quiet: true }, 'seeds: 1');
    expect(status).toBe(0);
    expect(io.stdout.text).toMatch(
      /^tuning {2}wild {2}chosen: learn\.schedule\.factor = 1 \(at the edge of its grid\) \(2 choices, 1 of them failed; /m,
    );
  });

  test('goes on from what is there, and says so', async () => {
    const { io, again } = await compare(PLAIN, {}, 'seeds: 1');
    const before = io.stdout.text;
    expect(await again()).toBe(0);
    expect(io.stdout.text).toBe(before + before);
    expect(io.stderr.text).toMatch(/seed 0: \d+\.\d\d %, finished earlier\n$/);
  });

  test('another backend is another comparison', async () => {
    const [events, reference] = await Promise.all(
      ['events', 'reference'].map((backend) =>
        compare('    - { name: A, learn: lfp }', { backend, json: true }, 'seeds: 1'),
      ),
    );
    const [one, other] = [documentOf(events!.io.stdout.text), documentOf(reference!.io.stdout.text)];
    expect([one.rules[0]?.backend, other.rules[0]?.backend]).toEqual(['events', 'reference']);
    expect(one.folder.split('/').at(-1)).not.toBe(other.folder.split('/').at(-1));
  });
});

describe('bad input', () => {
  const run = async (text: string, ...argv: string[]) => {
    const [io, folder] = [memoryIo(), temporaryFolder()];
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, text);
    const status = await main(['compare', file, '--out', join(folder, 'runs'), ...argv], io);
    expect(existsSync(join(folder, 'runs', 'small'))).toBe(false);
    return { status, stderr: io.stderr.text.replaceAll(folder, 'F') };
  };

  test('a bad file gets every problem, with status 2, and nothing is made', async () => {
    const bad = comparisonText('    - { name: A, learn: lpf }', 'seeds: 0');
    expect(await run(bad)).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "error HV_SCENARIO: F/bad.yaml is not a runnable scenario
        12:10  compare.seeds: expected an integer >= 1 and <= 1000, got 0
        14:25  compare.rules[0].learn.rule: expected one of "lfp", "lfp-epsilon", "lfp-gamma", "lfp-z-plus", "lfp-alpha-beta", "lfp-hebbian", "lfp-oja", "backprop", "surrogate", "feedback-alignment", "direct-feedback-alignment", "responsibility", "responsibility-lfp", "front-contribution", "mean-field-ensemble", "perturbation", "r-stdp", got "lpf" (did you mean "lfp"?)
      ",
      }
    `);
    const { status, stderr } = await run(bad.replace(/compare:[\s\S]*/, ''));
    expect(status).toBe(2);
    expect(stderr).toContain('1:1  expected a key "compare" with the rules to compare, got none');
  });

  test('so does validate', async () => {
    const [io, folder] = [memoryIo(), temporaryFolder()];
    writeFileSync(join(folder, 'bad.yaml'), comparisonText(PLAIN, 'seeds: -1'));
    expect(await main(['validate', join(folder, 'bad.yaml')], io)).toBe(2);
    expect(io.stderr.text).toContain('12:10  compare.seeds: expected an integer >= 1 and <= 1000, got -1');
  });

  test.each([
    [['--jobs', '0'], "argument '0' is invalid. Expected an integer"],
    [['--jobs', 'two'], "argument 'two' is invalid."],
    [['--job', '2'], "unknown option '--job'"],
    [['--backend', 'evnts'], 'got "evnts"'],
    [['compare.seed=3'], 'compare.seed: expected one of the keys'],
  ])('%j is refused with status 2', async (argv, message) => {
    const { status, stderr } = await run(comparisonText(PLAIN, 'seeds: 1'), ...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test('data that are not there give status 4', async () => {
    const { status, stderr } = await run(
      comparisonText(PLAIN, 'seeds: 1').replace('{ source: moons, samples: 40 }', '{ source: csv, file: nowhere.csv }'),
    );
    expect([status, stderr]).toEqual([4, expect.stringContaining('nowhere.csv')]);
  });
});
