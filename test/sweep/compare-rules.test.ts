import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { parseComparison } from '../../src/scenario/parse-scenario.js';
import { type CompareOptions, compareRules } from '../../src/sweep/compare-rules.js';
import { RunsStopped } from '../../src/sweep/job-pool.js';
import { ruleBackends } from '../../src/sweep/rule-backend.js';
import type { EndedProcess } from '../../src/sweep/start-run.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { comparisonText, DIVERGING, PLAIN, TUNED, withoutPlace } from './comparisons.js';
import { inProcessRuns } from './in-process-runs.js';

function setUp(rules: string, more?: string) {
  const comparison = parseComparison(comparisonText(rules, more));
  const out = temporaryFolder();
  const folder = join(out, 'small', 'compare');
  const compare = async (
    { start }: Pick<CompareOptions, 'start'>,
    { backend, ...options }: Partial<CompareOptions> & { readonly backend?: string } = {},
  ) => {
    const { signal } = new AbortController();
    const backends = await ruleBackends(comparison, { backend, signal });
    return compareRules(comparison, backends, { out, folder, jobs: 2, threads: 1, signal, start, ...options });
  };
  return { out, compare };
}

const ended = (status: number, stdout: string, stderr = ''): EndedProcess => ({ status, signal: null, stdout, stderr });
const errorOf = (code: string) => ended(1, JSON.stringify({ error: { code, message: `says ${code}`, facts: {} } }));

describe('a comparison', () => {
  test('tunes by validation alone: no run that decides about hyper-parameters names a test split', async () => {
    const runs = inProcessRuns();
    const { compare } = setUp(`${TUNED}\n${PLAIN}`);
    const { rules, table } = await compare(runs);
    const splits = runs.scenarios.map((text) => {
      const { data, seed } = parse(text);
      return `${data.train.split} ${data.test.split} ${seed}`;
    });
    expect(splits.toSorted()).toEqual([
      'fit validation 2',
      'fit validation 2',
      'train test 0',
      'train test 0',
      'train test 1',
      'train test 1',
    ]);
    const tuning = rules[0]?.tuning;
    const accuracies = tuning!.grid.map(({ accuracy }) => accuracy!);
    expect(tuning!.chosen).toBe(accuracies.indexOf(Math.max(...accuracies)));
    expect(rules[0]?.tuned).toEqual(tuning!.grid[tuning!.chosen!]!.settings);
    expect(rules[0]?.learn).toMatchObject({
      optimizer: { lr: tuning!.grid[tuning!.chosen!]!.settings['learn.optimizer.lr'] },
    });
    expect(table.map(({ name, finished, backend }) => [name, finished, backend])).toEqual([
      ['LFP', 2, 'events'],
      ['surrogate', 2, rules[1]?.backend],
    ]);
  });

  test('repeats nothing that is finished, and what is left unfinished it repeats', async () => {
    const { compare, out } = setUp(`${TUNED}\n${PLAIN}`);
    const first = inProcessRuns();
    const before = await compare(first);
    const again = inProcessRuns();
    expect(await compare(again)).toEqual(before);
    expect(again.scenarios).toEqual([]);
    // As a killed process leaves it: no summary, half a line in the log.
    const folder = before.rules[0]!.runs[0]!.folder!;
    rmSync(join(folder, 'summary.json'));
    const { outcome: _, ...manifest } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'events.jsonl'), '{"kind":"run-sta');
    const third = inProcessRuns();
    expect(withoutPlace(await compare(third), out)).toEqual(withoutPlace(before, out));
    expect(third.scenarios).toHaveLength(1);
    const fresh = inProcessRuns();
    expect(withoutPlace(await compare(fresh, { fresh: true }), out)).toEqual(withoutPlace(before, out));
    expect(fresh.scenarios).toHaveLength(first.scenarios.length);
  });

  test('repeats a run that was changed by hand', async () => {
    const { compare, out } = setUp(PLAIN, 'seeds: 1');
    const before = await compare(inProcessRuns());
    const file = join(before.rules[0]!.runs[0]!.folder!, 'events.jsonl');
    const text = readFileSync(file, 'utf8');
    const place = '"epoch":1,"batch":0,"step":0,"intervention":{"kind":"learning-rate","value":0.5}';
    const tell = (more: string) => writeFileSync(file, `${text}{"kind":"intervened",${place}${more}}\n`);
    tell(',"refused":"no optimizer"');
    const refused = inProcessRuns();
    await compare(refused);
    expect(refused.scenarios).toEqual([]);
    tell('');
    const again = inProcessRuns();
    expect(withoutPlace(await compare(again), out)).toEqual(withoutPlace(before, out));
    expect(again.scenarios).toHaveLength(1);
  });

  test('does not take a run of another backend for its own', async () => {
    const { compare } = setUp(PLAIN, 'seeds: 1');
    await compare(inProcessRuns(), { backend: 'reference' });
    const manifest = inProcessRuns();
    const { rules } = await compare(manifest, { backend: 'reference' });
    expect(manifest.scenarios).toEqual([]);
    const folder = rules[0]!.runs[0]!.folder!;
    const path = join(folder, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"chosen": "reference"', '"chosen": "cpu"'));
    const other = inProcessRuns();
    await compare(other, { backend: 'reference' });
    expect(other.scenarios).toHaveLength(1);
  });

  test('marks a run that diverges with step and layer, goes on, and knows it when it comes again', async () => {
    const { compare, out } = setUp(`${PLAIN}\n${DIVERGING}`);
    const document = await compare(inProcessRuns());
    const [sound, wild] = document.rules;
    expect(sound?.runs.every(({ metrics }) => metrics !== undefined)).toBe(true);
    expect(wild?.runs[0]?.failure).toMatchObject({
      code: 'HV_NON_FINITE',
      message: expect.stringMatching(/^training diverged at step \d+: .*layer "/),
      epoch: 2,
    });
    expect(document.table[1]).toMatchObject({ name: 'wild', finished: 0, runs: 2 });
    const again = inProcessRuns();
    expect(withoutPlace(await compare(again), out)).toEqual(withoutPlace(document, out));
    expect(again.scenarios).toEqual([]);
  });

  test('marks a rule whose every choice failed in the tuning', async () => {
    const wild = DIVERGING.replace(/ }$/, ', tune: { learn.optimizer.lr: [10, 20] } }');
    const { compare } = setUp(`${PLAIN}\n${wild}`, 'seeds: 1\n  tune: { epochs: 2 }');
    const { rules } = await compare(inProcessRuns());
    expect(rules[1]?.tuning?.grid.map(({ runs }) => runs[0]?.failure?.code)).toEqual([
      'HV_NON_FINITE',
      'HV_NON_FINITE',
    ]);
    expect(rules[1]?.runs).toEqual([
      {
        seed: 0,
        failure: { code: 'HV_COMPARE_TUNING', message: 'every choice of hyper-parameters failed in the tuning' },
      },
    ]);
  });

  test('marks a rule that no backend takes, with the reason, and starts none of its runs', async () => {
    const runs = inProcessRuns();
    const { compare } = setUp(`    - { name: LFP, learn: lfp }\n${PLAIN}`, 'seeds: 1');
    const { rules, table } = await compare(runs, { backend: 'cpu' });
    expect(runs.scenarios).toHaveLength(1);
    expect(rules[1]?.runs[0]?.failure?.code).toBe('HV_BACKEND_UNSUPPORTED');
    expect(table.map(({ finished }) => finished)).toEqual([1, 0]);
  });

  test('marks a run whose process died, with its last words', async () => {
    const { compare } = setUp(PLAIN, 'seeds: 2');
    const dying = inProcessRuns((_, nth) =>
      nth === 1 ? { ...ended(0, '', 'a\nlast words\n'), status: null, signal: 'SIGSEGV' } : undefined,
    );
    const { rules } = await compare(dying, { jobs: 1 });
    expect(rules[0]?.runs.map(({ failure }) => failure)).toEqual([
      { code: 'HV_RUN_PROCESS', message: 'its process ended with signal SIGSEGV: last words' },
      undefined,
    ]);
  });

  test('waits where another process writes into the folder of a run', async () => {
    const { compare } = setUp(PLAIN, 'seeds: 1');
    const locked = inProcessRuns((_, nth) => (nth === 1 ? errorOf('HV_RUN_LOCKED') : undefined));
    const { table } = await compare(locked);
    expect(locked.scenarios).toHaveLength(2);
    expect(table[0]).toMatchObject({ finished: 1 });
  });

  test('plays a run that two rules share once', async () => {
    const runs = inProcessRuns();
    const { compare } = setUp('    - { name: A, learn: lfp }\n    - { name: B, learn: lfp }', 'seeds: 2');
    const { table } = await compare(runs);
    expect(runs.scenarios).toHaveLength(2);
    expect(table[1]?.difference).toEqual({ mean: 0, sd: 0, low: 0, high: 0, count: 2 });
  });

  test('is stopped by its signal and starts no further run', async () => {
    const controller = new AbortController();
    const runs = inProcessRuns((_, nth) => {
      if (nth === 2) controller.abort();
      return undefined;
    });
    const { compare } = setUp(`${TUNED}\n${PLAIN}`);
    await expect(compare(runs, { jobs: 1, signal: controller.signal })).rejects.toThrow(RunsStopped);
    expect(runs.scenarios).toHaveLength(2);
  });

  test('reports trouble that is no run’s own, after the runs that are going on have ended', async () => {
    const { compare, out } = setUp(PLAIN, 'seeds: 3');
    mkdirSync(join(out, 'small'), { recursive: true });
    // A file where the folder of the scenarios should be.
    writeFileSync(join(out, 'small', 'compare'), '');
    await expect(compare(inProcessRuns())).rejects.toMatchObject({
      code: 'HV_RUN_FOLDER',
      message: expect.stringContaining('a part of the path is a file, not a folder (ENOTDIR)'),
    });
    expect(readdirSync(join(out, 'small'))).toEqual(['compare']);
  });
});
