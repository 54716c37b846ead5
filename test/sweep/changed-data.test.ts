import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { parseScenario, parseSweep } from '../../src/scenario/parse-scenario.js';
import type { Sweep } from '../../src/scenario/sweep.js';
import { fileDigests } from '../../src/sweep/file-data.js';
import type { EndedJob } from '../../src/sweep/job-pool.js';
import { localEngine } from '../../src/sweep/local-engine.js';
import { sweepSummary } from '../../src/sweep/sweep-summary.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from './in-process-runs.js';

/** Sixteen points of two classes, the classes as given. */
const points = (labelOf: (k: number) => number): string =>
  Array.from({ length: 16 }, (_, k) => `${k / 16},${labelOf(k)}\n`).join('');

/** Plays a sweep in this process: what came of its runs, and how many were not there already. */
async function playedOnce({ points }: Sweep, out: string) {
  const runs = inProcessRuns();
  const { signal } = new AbortController();
  const place = { out, files: join(out, 'scenarios'), jobs: 1, threads: 1, fresh: false, signal, start: runs.start };
  const outcomes = await localEngine({ ...place, backend: 'reference' }).play(points, () => undefined);
  return { outcomes, played: runs.scenarios.length };
}

/** A sweep over two seeds on a file of points that may be written again. */
function sweepOnFile() {
  const out = temporaryFolder();
  const csv = join(out, 'points.csv');
  const layers = '[{ id: in, size: 1 }, { id: out, size: 2, neuron: lif }]';
  const sweep = parseSweep(
    `scenario: 1\nname: points\ntime: { dt: 1ms, steps: 4 }\ndata: { source: csv, file: ${csv} }\n` +
      `network: { layers: ${layers} }\ntrain: { epochs: 1, batch: 4 }\nsweep: { seed: [1, 2] }\n`,
  );
  const play = () => playedOnce(sweep, out);
  const write = (labelOf: (k: number) => number) => writeFileSync(csv, points(labelOf));
  const summary = (outcomes: readonly EndedJob[]) => sweepSummary(sweep, outcomes, { out, folder: join(out, 'sweep') });
  return { play, write, summary };
}

test('runs on files that have changed since are played again, those on files as they were are not', async () => {
  const { play, write } = sweepOnFile();
  write((k) => k % 2);
  expect((await play()).played).toBe(2);
  expect((await play()).played).toBe(0);
  write((k) => Number(k < 8));
  expect((await play()).played).toBe(2);
});

test('runs on different files of one name are not averaged', async () => {
  const { play, write, summary } = sweepOnFile();
  write((k) => k % 2);
  const { outcomes: before } = await play();
  expect(summary(before).runs).toHaveLength(2);
  write((k) => Number(k < 8));
  const { outcomes: after } = await play();
  expect(summary(after).runs).toHaveLength(2);
  expect(() => summary([before[0]!, after[1]!])).toThrow(
    expect.objectContaining({ code: 'HV_SWEEP_DATA', message: expect.stringContaining(after[1]!.folder) }),
  );
});

test('a run whose replayed spikes have changed since is played again; runs on different ones are not averaged', async () => {
  const out = temporaryFolder();
  const table = join(out, 'spikes.csv');
  const layers = '[{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }]';
  const replay = `{ at: 0, replay: { nodes: in, file: ${table} } }`;
  const sweep = parseSweep(
    `scenario: 1\nname: echo\ntime: { dt: 1ms, steps: 4 }\ndata: xor\nnetwork: { layers: ${layers} }\n` +
      `phases: [{ id: probe, run: 9, events: [${replay}] }]\nsweep: { seed: [1, 2] }\n`,
  );
  const play = () => playedOnce(sweep, out);
  writeFileSync(table, 'step,unit\n1,0\n4,1\n');
  const { outcomes: before, played } = await play();
  expect([played, before.map(({ kind }) => kind)]).toEqual([2, ['finished', 'finished']]);
  expect((await play()).played).toBe(0);
  writeFileSync(table, 'step,unit\n1,0\n5,1\n');
  const { outcomes: after, played: again } = await play();
  expect(again).toBe(2);
  expect(() => sweepSummary(sweep, [before[0]!, after[1]!], { out, folder: join(out, 'sweep') })).toThrow(
    expect.objectContaining({
      code: 'HV_SWEEP_DATA',
      message: expect.stringMatching(
        /^phases\.probe\.events\[0\]\.replay: the runs of this sweep computed on different data:/,
      ),
    }),
  );
});

test('replayed spikes have a digest for every run that has room for them, also when another has not', async () => {
  const table = join(temporaryFolder(), 'spikes.csv');
  writeFileSync(table, 'step,unit\n1,0\n7,1\n');
  const layers = '[{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }]';
  const running = (steps: number) =>
    parseScenario(
      `scenario: 1\nname: echo\ntime: { dt: 1ms, steps: 4 }\ndata: xor\nnetwork: { layers: ${layers} }\n` +
        `phases: [{ id: probe, run: ${steps}, events: [{ at: 0, replay: { nodes: in, file: ${table} } }] }]\n`,
    );
  const [short, long] = await Promise.all([fileDigests(running(5)), fileDigests(running(9))]);
  expect(short).toEqual({});
  expect(long).toEqual({ 'phases.probe.events[0].replay': expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await fileDigests(running(12))).toEqual(long);
});

test('a damaged summary is no reason to stop a sweep: its run is played again', async () => {
  const { play, write } = sweepOnFile();
  write((k) => k % 2);
  const { outcomes } = await play();
  const file = join(outcomes[0]!.folder, 'summary.json');
  writeFileSync(file, '{"name":');
  const again = await play();
  expect(again.played).toBe(1);
  expect(JSON.parse(readFileSync(file, 'utf8')).reason).toBe('complete');
});
