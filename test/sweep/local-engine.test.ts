import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { parseSweep } from '../../src/scenario/parse-scenario.js';
import { RunsStopped } from '../../src/sweep/job-pool.js';
import { type LocalEngineOptions, localEngine } from '../../src/sweep/local-engine.js';
import type { EndedProcess } from '../../src/sweep/start-run.js';
import type { SweepProgress } from '../../src/sweep/sweep-engine.js';
import { sweepSummary } from '../../src/sweep/sweep-summary.js';
import { runContent } from '../cli/run-content.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from './in-process-runs.js';
import { withoutTimes } from './small-scenario.js';
import { RULES, sweepText } from './sweeps.js';

function setUp(text: string) {
  const sweep = parseSweep(text);
  const out = temporaryFolder();
  const folder = join(out, 'small', 'sweep');
  const play = async (start: LocalEngineOptions['start'], more: Partial<LocalEngineOptions> = {}) => {
    const { signal } = new AbortController();
    const files = join(folder, 'scenarios');
    const engine = localEngine({ out, files, jobs: 2, threads: 1, fresh: false, signal, start, ...more });
    const heard: SweepProgress[] = [];
    const outcomes = await engine.play(sweep.points, (progress) => heard.push(progress));
    return { outcomes, heard, document: sweepSummary(sweep, outcomes, { out, folder }) };
  };
  return { out, play };
}

/** With units for which more learners are made. */
const staticText = (sweep: string) =>
  sweepText(sweep)
    .replace('size: 6, neuron: lif', 'size: 6, neuron: relu')
    .replace('size: 2, neuron: lif', 'size: 2')
    .replace('steps: 5', 'steps: 1');

const died: EndedProcess = { status: 1, signal: null, stdout: '', stderr: 'last words\n' };

describe('a run that was stopped', () => {
  const text = sweepText('{ seed: [1, 2] }', 'checkpoint: { every: 1 epoch }').replace('epochs: 2', 'epochs: 4');
  /** A sweep whose runs have all been stopped after their second epoch. */
  async function stopped() {
    const { out, play } = setUp(text);
    const stopping = new AbortController();
    const { start } = inProcessRuns({ stopAfter: 2 });
    const stopsAll: LocalEngineOptions['start'] = (...request) => start(...request).finally(() => stopping.abort());
    await expect(play(stopsAll, { jobs: 2, signal: stopping.signal })).rejects.toThrow(RunsStopped);
    return { out, play };
  }

  test('goes on where it was, to the same end', async () => {
    const { out, play } = await stopped();
    const whole = setUp(text);
    const { document } = await whole.play(inProcessRuns().start);
    const folders = document.runs.map(({ folder }) => folder);
    const epochs = () =>
      folders.map((folder) => JSON.parse(readFileSync(join(out, folder, 'summary.json'), 'utf8')).epochs);
    expect(epochs()).toEqual([2, 2]);
    const runs = inProcessRuns();
    expect(withoutTimes((await play(runs.start)).document)).toEqual(withoutTimes(document));
    expect(runs.resumed.toSorted()).toEqual(folders.map((folder) => join(out, folder)).toSorted());
    for (const folder of folders) expect(runContent(join(out, folder))).toEqual(runContent(join(whole.out, folder)));
    expect(readdirSync(join(out, 'small')).filter((name) => name.includes('previous'))).toEqual([]);
  });

  test('begins anew where it cannot go on, and says why', async () => {
    const { out, play } = await stopped();
    const folders = readdirSync(join(out, 'small')).filter((name) => !name.startsWith('sweep'));
    for (const folder of folders)
      for (const name of readdirSync(join(out, 'small', folder, 'checkpoints')))
        writeFileSync(join(out, 'small', folder, 'checkpoints', name), 'torn');
    const [runs, told] = [inProcessRuns(), [] as string[]];
    const { outcomes } = await play(runs.start, { tell: (line) => void told.push(line) });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['finished', 'finished']);
    expect([runs.resumed.length, runs.scenarios.length]).toEqual([2, 4]);
    expect(told).toEqual(
      [0, 1].map(() => expect.stringMatching(/ begins anew, it cannot be resumed: HV_RESUME_CHECKPOINT: /)),
    );
  });

  test('begins anew where its manifest or its log is damaged', async () => {
    const { out, play } = await stopped();
    const [first, second] = readdirSync(join(out, 'small')).filter((name) => !name.startsWith('sweep'));
    writeFileSync(join(out, 'small', first!, 'manifest.json'), '{ "heavi');
    rmSync(join(out, 'small', second!, 'events.jsonl'));
    const runs = inProcessRuns();
    const { outcomes } = await play(runs.start);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['finished', 'finished']);
    // The second has to be asked.
    expect([runs.resumed, runs.scenarios.length]).toEqual([[join(out, 'small', second!)], 3]);
  });

  test.each([
    ['when it should be fresh', { fresh: true }],
    ['on another backend', { backend: 'reference' }],
  ])('begins anew %s', async (_, more) => {
    const { play } = await stopped();
    const runs = inProcessRuns();
    await play(runs.start, more);
    expect([runs.resumed.length, runs.scenarios.length]).toEqual([0, 2]);
  });
});

describe('the local engine', () => {
  test('plays every point once, tells of each, and gives the outcomes in the order of the points', async () => {
    const { play } = setUp(sweepText(RULES));
    const runs = inProcessRuns();
    const { outcomes, heard, document } = await play(runs.start);
    expect(runs.scenarios).toHaveLength(4);
    expect(runs.scenarios.filter((text) => text.includes('sweep'))).toEqual([]);
    expect(outcomes.map(({ kind, backend, reused }) => [kind, backend, reused])).toEqual([
      ['finished', 'events', false],
      ['finished', 'events', false],
      ['finished', 'events', false],
      ['finished', 'events', false],
    ]);
    expect(heard.map(({ done, total, worker }) => [done, total, worker])).toEqual([
      [1, 4, 'local'],
      [2, 4, 'local'],
      [3, 4, 'local'],
      [4, 4, 'local'],
    ]);
    expect(heard.map(({ point }) => point.index).toSorted()).toEqual([0, 1, 2, 3]);
    expect(document.table.map(({ finished, backends }) => [finished, backends])).toEqual([
      [2, ['events']],
      [2, ['events']],
    ]);
  });

  test('repeats nothing that is finished, what is left unfinished, and everything when asked', async () => {
    const { out, play } = setUp(sweepText(RULES));
    const { document } = await play(inProcessRuns().start);
    const none = inProcessRuns();
    const again = await play(none.start);
    expect(none.scenarios).toEqual([]);
    expect(again.heard.every(({ outcome }) => outcome.reused)).toBe(true);
    expect(again.document).toEqual(document);
    rmSync(join(out, document.runs[1]!.folder, 'summary.json'));
    const one = inProcessRuns();
    expect(withoutTimes((await play(one.start)).document)).toEqual(withoutTimes(document));
    expect(one.scenarios).toHaveLength(1);
    const all = inProcessRuns();
    expect(withoutTimes((await play(all.start, { fresh: true })).document)).toEqual(withoutTimes(document));
    expect(all.scenarios).toHaveLength(4);
  });

  test('reports a metric of the phase that is named, with what every phase measured', async () => {
    const phases = 'phases: [{ id: a, train: { epochs: 1 } }, { id: b, train: { epochs: 3 } }, { id: c, run: 5 }]';
    const { play } = setUp(sweepText('{ seed: [1, 2], report: { metric: "accuracy(test)@a" } }', phases));
    const { document } = await play(inProcessRuns().start);
    const of = (name: string) => document.runs.map(({ metrics }) => metrics![name]!);
    const [first, second] = of('accuracy(test)@a');
    expect(document.table[0]?.estimate).toMatchObject({ count: 2, mean: (first! + second!) / 2 });
    // Without a phase it is the newest.
    expect(of('accuracy(test)')).toEqual(of('accuracy(test)@b'));
    expect(of('reward(train)@a')).not.toEqual(of('reward(train)@b'));
  });

  test('a run that does not reach what it expects is finished, now and when it is found later', async () => {
    const expectation = 'expect: [{ that: accuracy(test), atLeast: 2 }]';
    const { play } = setUp(sweepText('{ seed: [1] }', expectation));
    const { document } = await play(inProcessRuns().start);
    expect(document.runs[0]).toMatchObject({
      metrics: { 'accuracy(test)': expect.any(Number) },
      unmet: [{ that: 'accuracy(test)', pass: false }],
    });
    expect(document.table[0]).toMatchObject({ finished: 1, runs: 1, unmet: 1 });
    const none = inProcessRuns();
    expect((await play(none.start)).document).toEqual(document);
    expect(none.scenarios).toEqual([]);
  });

  test('a run that diverged is finished, one whose process died is played again', async () => {
    const wild = '{ kind: sgd, lr: 10 }, schedule: { kind: step, every: 1, factor: 1e307 }';
    const { play } = setUp(sweepText(`{ learn: [lfp, { rule: lfp, optimizer: ${wild} }] }`));
    const runs = inProcessRuns((_, nth) => (nth === 1 ? died : undefined));
    const { document } = await play(runs.start, { jobs: 1 });
    expect(document.runs.map(({ failure }) => failure?.code)).toEqual(['HV_RUN_PROCESS', 'HV_NON_FINITE']);
    expect(document.runs[0]?.failure?.message).toBe('its process ended with status 1: last words');
    const again = inProcessRuns();
    const codes = (await play(again.start)).document.runs.map(({ failure }) => failure?.code);
    expect(codes).toEqual([undefined, 'HV_NON_FINITE']);
    expect(again.scenarios).toHaveLength(1);
  });

  test('what events cannot run, the reference does, and is found there again', async () => {
    const { play } = setUp(staticText('{ learn.rule: [lfp-epsilon, responsibility] }'));
    const { document } = await play(inProcessRuns().start);
    expect(document.runs.map(({ backend, failure }) => [backend, failure])).toEqual([
      ['events', undefined],
      ['reference', undefined],
    ]);
    const none = inProcessRuns();
    expect((await play(none.start)).document).toEqual(document);
    expect(none.scenarios).toEqual([]);
  });

  test('a point that no backend takes has failed, with the reason, and starts nothing', async () => {
    const { play } = setUp(sweepText('{ learn.rule: [lfp-epsilon, surrogate] }'));
    const runs = inProcessRuns();
    const { document } = await play(runs.start, { backend: 'cpu' });
    expect(runs.scenarios).toHaveLength(1);
    expect(document.runs[1]).toMatchObject({ failure: { code: 'HV_BACKEND_UNSUPPORTED' } });
    expect(document.runs[1]).not.toHaveProperty('backend');
  });

  test('starts no further run when it is told to stop', async () => {
    const controller = new AbortController();
    const runs = inProcessRuns((_, nth) => {
      if (nth === 2) controller.abort();
      return undefined;
    });
    const { play } = setUp(sweepText(RULES));
    await expect(play(runs.start, { jobs: 1, signal: controller.signal })).rejects.toThrow(RunsStopped);
    expect(runs.scenarios).toHaveLength(2);
  });

  test('trouble that is no run’s own ends all, after those that go on have ended', async () => {
    const { out, play } = setUp(sweepText(RULES));
    mkdirSync(join(out, 'small'));
    // A file where the folder of the scenarios should be.
    writeFileSync(join(out, 'small', 'sweep'), '');
    await expect(play(inProcessRuns().start)).rejects.toMatchObject({ code: 'HV_RUN_FOLDER' });
    expect(readdirSync(join(out, 'small'))).toEqual(['sweep']);
  });
});
