import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { jsonText } from '../../src/record/json-text.js';
import { filledPage } from '../../src/report/filled-page.js';
import { pageTemplate } from '../../src/report/page-template.js';
import { readComparison } from '../../src/report/read-comparison.js';
import { readLog } from '../../src/report/read-log.js';
import { readSteps } from '../../src/report/read-steps.js';
import { viewOfRun } from '../../src/report/read-view.js';
import { writeComparisonReport } from '../../src/report/write-comparison-report.js';
import { parseComparison } from '../../src/sweep/comparison-view.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { carried, play, unexpected, XOR } from './play.js';

async function failureOf(work: Promise<unknown>): Promise<HeavisideError> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(HeavisideError);
  return error as HeavisideError;
}

test('a folder that is none, or lacks files, is refused with all that is missing', async () => {
  const nowhere = await failureOf(viewOfRun('no/such/run', unexpected));
  expect([nowhere.code, nowhere.kind]).toEqual(['HV_REPORT_FOLDER', 'machine']);
  expect(nowhere.message).toBe(
    'no/such/run is no folder that a report can be made of:\n  expected the folder of a run, got nothing at this path',
  );
  const empty = temporaryFolder();
  expect((await failureOf(viewOfRun(empty, unexpected))).message).toBe(
    `${empty} is no folder that a report can be made of:\n  expected a file scenario.yaml, got none\n  expected a file events.jsonl, got none`,
  );
});

test('damaged files are told all at once, with the line of each', async () => {
  const { folder } = await play(XOR);
  const file = join(folder, 'events.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[1] = 'no json';
  lines[2] = '{"kind":"batch-trained","epoch":1,"batch":"two","step":2,"learningRate":0.1,"reward":0,"accuracy":1}';
  lines[3] = '{"kind":"teleported"}';
  lines.splice(4, 3, 'null', '[1]', '"run"');
  writeFileSync(file, lines.join('\n'));
  writeFileSync(join(folder, 'scenario.yaml'), 'scenario: 1\nname: 3\n');
  const { message } = await failureOf(viewOfRun(folder, unexpected));
  expect(message).toContain('\n  scenario.yaml: scenario.yaml is not a runnable scenario');
  expect(message).toContain('\n  events.jsonl, line 2: Unexpected token');
  expect(message).toContain('\n  events.jsonl, line 3: batch: Invalid input: expected number, received string');
  expect(message).toContain('\n  events.jsonl, line 4: kind: Invalid');
  expect(message).toContain('\n  events.jsonl, line 5: expected an event, got null\n');
  expect(message).toContain('\n  events.jsonl, line 6: expected an event, got a list\n');
  expect(message).toContain('\n  events.jsonl, line 7: expected an event, got "run"');
});

const looksWarning = (what: string) => `HV_LOOKS: ${what}; shown without its samples; remedy: Run the scenario again.`;

test('damaged looks are told, and the rest is shown without them', async () => {
  const { folder } = await play(XOR);
  const whole = await viewOfRun(folder, unexpected);
  const without = whole.filter(({ kind }) => kind !== 'look');
  expect(without.length).toBe(whole.length - 4);
  const file = join(folder, 'looks/samples.msgpack.gz');
  const bytes = readFileSync(file);
  const damages = [
    [bytes.subarray(0, bytes.length / 2), `${file} is damaged: unexpected end of file`],
    [Buffer.from('no gzip'), `${file} is damaged: incorrect header check`],
    [
      gzipSync(Uint8Array.of(1)),
      `${file} is damaged: its content holds no looks: expected a list of looks, got something else`,
    ],
    [
      gzipSync(Uint8Array.of(0x91, 0xc4, 1, 5)),
      `${file} is damaged: its content holds no looks: expected a list of looks, got something else`,
    ],
  ] as const;
  for (const [damaged, what] of damages) {
    writeFileSync(file, damaged);
    const warnings: string[] = [];
    expect(await viewOfRun(folder, (warning) => void warnings.push(warning))).toEqual(without);
    expect(warnings).toEqual([looksWarning(what)]);
  }
  const io = memoryIo();
  expect(await main(['report', folder], io)).toBe(0);
  expect(io.stdout.text).toBe(`report: ${join(folder, 'report.html')}\n`);
  expect(io.stderr.text).toBe(`warning: ${looksWarning(damages.at(-1)![1])}\n`);
});

test('a log that breaks off although its run came to its end is told, and damaged looks beside it', async () => {
  const { folder } = await play(XOR);
  const file = join(folder, 'events.jsonl');
  const log = readFileSync(file, 'utf8').split('\n');
  const cut = (lines: number, rest: string) => writeFileSync(file, `${log.slice(0, lines).join('\n')}\n${rest}`);
  const told = async () => {
    const io = memoryIo();
    expect(await main(['report', folder], io)).toBe(0);
    return io.stderr.text;
  };
  const warning = (lines: number) =>
    `warning: HV_LOG_CUT: ${file} is damaged: it ends after line ${lines}, but its run ended (complete, says summary.json); shown as far as the log goes; remedy: Run the scenario again.\n`;
  cut(9, log[9]!.slice(0, 20));
  expect(await told()).toBe(warning(9));
  // Where a line ends, too.
  cut(4, '');
  expect(await told()).toBe(warning(4));
  const looks = join(folder, 'looks/samples.msgpack.gz');
  writeFileSync(looks, Uint8Array.of(7, 201, 3, 99));
  expect(await told()).toBe(`${warning(4)}warning: ${looksWarning(`${looks} is damaged: incorrect header check`)}\n`);
  writeFileSync(join(folder, 'summary.json'), '{"name":"xor-tiny"');
  expect(await told()).toMatch(
    /^warning: HV_RUN_SUMMARY: .*summary\.json is not the summary of a run: .*; shown as far/,
  );
  // A run that was killed left none.
  rmSync(join(folder, 'summary.json'));
  expect(await told()).toBe('');
});

test('numbers that are not finite come back as such', async () => {
  const file = join(temporaryFolder(), 'events.jsonl');
  const line =
    '{"kind":"batch-trained","epoch":1,"batch":1,"step":1,"learningRate":0.1,"reward":"NaN","accuracy":"-Infinity"}';
  writeFileSync(file, `${line}\n${line.slice(0, 30)}`);
  const { events, problems } = await readLog(file);
  expect(problems).toEqual([]);
  expect(events).toMatchObject([{ reward: Number.NaN, accuracy: Number.NEGATIVE_INFINITY }]);
});

test('half a line at the end of the log is no problem wherever it breaks off; a whole one that says nothing is', async () => {
  const file = join(temporaryFolder(), 'events.jsonl');
  const told = async (text: string) => {
    writeFileSync(file, text);
    const { events, problems } = await readLog(file);
    return [events.length, problems];
  };
  const line =
    '{"kind":"tested","epoch":1,"step":2,"split":"test","samples":4,"metrics":{"accuracy(test)":0.5,"reward(test)":1}}';
  for (let length = 1; length < line.length; length++)
    expect(await told(`${line}\n${line.slice(0, length)}`), line.slice(0, length)).toEqual([1, []]);
  expect(await told(`${line}\n${line}`)).toEqual([2, []]);
  const [, [problem]] = (await told(`${line}\n${line.slice(0, -1)}\n`)) as [number, readonly string[]];
  expect(problem).toMatch(/^line 2: Expected ',' or '}'/);
  const [, [words]] = (await told(`${line}\nno json\n`)) as [number, readonly string[]];
  expect(words).toMatch(/^line 2: Unexpected token/);
  expect(await told(`${line}\n${line.replace('"step":2', '"step":"two"')}`)).toEqual([
    1,
    ['line 2: step: Invalid input: expected number, received string'],
  ]);
});

test('the log must begin with the run', async () => {
  const { folder } = await play(XOR);
  rmSync(join(folder, 'events.jsonl'));
  writeFileSync(join(folder, 'events.jsonl'), '');
  expect((await failureOf(viewOfRun(folder, unexpected))).message).toContain(
    'events.jsonl: expected run-started as its first line, got no line',
  );
});

test('pages that have not been built are asked for', () => {
  expect(() => pageTemplate('report', '/no/such/report.html')).toThrow(
    expect.objectContaining({
      code: 'HV_NOT_BUILT',
      kind: 'machine',
      message: '/no/such/report.html: expected the page of a report, got ENOENT',
      remedy: 'npm run build',
    }),
  );
  expect(() => filledPage('<html></html>', Uint8Array.of(1))).toThrow(RangeError);
});

test('the folder of a comparison is read with what was measured in steps', async () => {
  const folder = temporaryFolder();
  const rows = { name: 'lfp', finished: 1, runs: 1, pruned: {}, columns: {} };
  const rules = [{ name: 'lfp', runs: [{ seed: 0 }] }];
  const document = { name: 'c', seeds: [0], baseline: 'lfp', columns: [], prune: [], table: [rows], rules };
  writeFileSync(join(folder, 'compare.json'), JSON.stringify(document));
  writeFileSync(join(folder, 'steps.csv'), 'rule,seed,step,deviation,other\n"a, b",0,1,1e-17,\nlfp,2,3,0.5,4\n');
  expect(await readComparison(folder)).toEqual({
    document,
    steps: [
      { rule: 'a, b', seed: 0, step: 1, measures: { deviation: 1e-17 } },
      { rule: 'lfp', seed: 2, step: 3, measures: { deviation: 0.5, other: 4 } },
    ],
  });
});

test('numbers of a comparison that are not finite come back as such, and go on into its page', async () => {
  const folder = temporaryFolder();
  const columns = { deviation: { mean: Number.NaN, maximum: Number.POSITIVE_INFINITY } };
  // Nobody forbids this name.
  const rows = { name: 'NaN', finished: 1, runs: 1, pruned: { 0.5: Number.NEGATIVE_INFINITY }, columns };
  const rules = [{ name: 'NaN', runs: [{ seed: 0, metrics: { deviation: Number.NaN } }] }];
  const document = {
    name: 'c',
    seeds: [0],
    baseline: 'NaN',
    columns: ['deviation'],
    prune: [0.5],
    table: [rows],
    rules,
  };
  writeFileSync(join(folder, 'compare.json'), jsonText(document, true));
  writeFileSync(join(folder, 'steps.csv'), 'rule,seed,step,deviation\nNaN,0,1,NaN\nNaN,0,2,Infinity\n');
  const steps = [Number.NaN, Number.POSITIVE_INFINITY].map((deviation, k) => {
    return { rule: 'NaN', seed: 0, step: k + 1, measures: { deviation } };
  });
  expect(await readComparison(folder)).toEqual({ document, steps });
  const page = readFileSync(await writeComparisonReport(folder), 'utf8');
  expect(parseComparison(new TextDecoder().decode(carried(page)))).toEqual({ document, steps });
});

test('a damaged comparison is told with everything that is wrong', async () => {
  const folder = temporaryFolder();
  expect((await failureOf(readComparison(folder))).message).toContain('expected a file compare.json, got none');
  writeFileSync(join(folder, 'compare.json'), '{"name":"c","seeds":[0]}');
  writeFileSync(join(folder, 'steps.csv'), 'a,b\n1,2\n');
  const { message } = await failureOf(readComparison(folder));
  for (const name of ['baseline', 'columns', 'prune', 'table', 'rules'])
    expect(message).toContain(`  compare.json: ${name}: Invalid input`);
  expect(message).toContain('steps.csv, expected columns rule, seed, step, got none named rule, seed, step');
  mkdirSync(join(folder, 'x'));
  const problems: string[] = [];
  expect(readSteps('rule,seed,step\nonly\n', (problem) => void problems.push(problem))).toHaveLength(1);
  expect(problems[0]).toContain('line 2: Too few fields');
});
