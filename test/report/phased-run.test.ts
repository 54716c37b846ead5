import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { SpikePiece, TracePiece } from '../../src/record/recording.js';
import { recordingFiles } from '../../src/record/recording-files.js';
import { readRecordings } from '../../src/report/read-recordings.js';
import { viewOfRun } from '../../src/report/read-view.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import type { Phase } from '../../src/scenario/phases/phase.js';
import type { FrameOf, ViewFrame } from '../../src/streams/frames/view-frame.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { PHASED } from '../streams/phased-scenario.js';
import { play, unexpected } from './play.js';

const of = <K extends ViewFrame['kind']>(frames: readonly ViewFrame[], kind: K) =>
  frames.filter((frame) => frame.kind === kind) as unknown as readonly FrameOf<K>[];

describe('the report of a run of phases', () => {
  test('tells every phase, what happened in it, and what came of it', async () => {
    const { status, folder } = await play(PHASED);
    const frames = await viewOfRun(folder, unexpected);
    expect(status).toBe(0);
    const told = of(frames, 'phase').map(({ phase, state, epoch }) => `${phase} ${state} ${epoch}`);
    expect(told).toEqual([
      ...['learn started 0', 'learn ended 2', 'damage started 2', 'damage ended 2', 'mend started 2', 'mend ended 3'],
      ...['anew started 3', 'anew ended 4', 'probe started 4', 'probe ended 4'],
    ]);
    const [lesion, ...others] = of(frames, 'changed');
    // Half of eight neurons.
    expect(lesion).toMatchObject({ phase: 'damage', event: 0, at: { unit: 'step', at: 0 } });
    expect(lesion!.drawn!['h1']).toHaveLength(4);
    expect(others.map(({ phase, event, at }) => [phase, event, at.at])).toEqual([
      ['probe', 0, 100],
      ['probe', 1, 300],
      ['probe', 2, 400],
      ['probe', 3, 500],
    ]);
    const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
    expect(of(frames, 'ended')[0]!.phases).toEqual(summary.phases);
    expect(Object.keys(summary.phases)).toEqual(['learn', 'damage', 'mend', 'anew', 'probe']);
  });

  test('has the recordings on one time axis: two samples of eight steps, then 600 steps in three stretches', async () => {
    const frames = await viewOfRun((await play(PHASED)).folder, unexpected);
    const stretches = of(frames, 'stretch');
    expect(stretches.map(({ start, phase, sample, from, look }) => [start, phase, sample, from, look.steps])).toEqual([
      [0, 'damage', 0, 0, 8],
      [8, 'damage', 1, 0, 8],
      [16, 'probe', undefined, 0, 250],
      [266, 'probe', undefined, 250, 250],
      [516, 'probe', undefined, 500, 100],
    ]);
    const [, , first, second, third] = stretches.map(({ look }) => look);
    const fired = (look: typeof first, from: number, to: number) =>
      look!.spikes.find(({ layer }) => layer === 'h1')!.times.some((time) => time >= from && time < to);
    expect([fired(first, 0, 100), fired(first, 100, 120)]).toEqual([false, true]);
    // The threshold was set at step 300, the fiftieth of the second stretch.
    expect([first, second, third].map((look) => look!.voltages.neurons[0])).toEqual([
      { layer: 'h1', unit: 0, threshold: 1 },
      { layer: 'h1', unit: 0, threshold: 1 },
      { layer: 'h1', unit: 0, threshold: 0.5 },
    ]);
    expect([first, second, third].map((look) => look!.voltages.later)).toEqual([
      undefined,
      [{ layer: 'h1', steps: [50], thresholds: [0.5] }],
      undefined,
    ]);
    expect(second!.voltages.values.length).toBe(2 * 250);
  });

  test('the terminal has the phases, and metrics.jsonl whose its lines are', async () => {
    const { stdout, stderr, folder } = await play(PHASED);
    expect(stderr).toContain('phases learn (train), damage (test), mend (train), anew (train), probe (run)\n');
    expect(stderr).toContain('phase damage (test) from learn\n');
    expect(stderr).toMatch(/\n {2}damage, 0 ms: lesion: 4 neurons of h1\nphase damage ended {2}accuracy\(test\) /);
    expect(stdout).toMatch(/^phase +accuracy, train +test +reward +spikes per sample\nlearn .*\ndamage .*\nmend /);
    const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n');
    const phases = lines.map((line) => (JSON.parse(line) as { phase: string }).phase);
    expect([...new Set(phases)]).toEqual(['learn', 'damage', 'mend', 'anew']);
  });

  test('is without what stands behind damage in a recording, and says so', async () => {
    const { folder } = await play(PHASED);
    appendFileSync(join(folder, 'recordings/probe/h1.spikes'), Buffer.alloc(40, 0xff));
    const warnings: string[] = [];
    const shown = await viewOfRun(folder, (warning) => warnings.push(warning));
    expect(of(shown, 'stretch')).toHaveLength(5);
    expect(warnings).toEqual([expect.stringMatching(/^HV_RECORDING: .*h1\.spikes, block 4 .*shown without the rest/)]);
  });
});

describe('what a page shows of recordings', () => {
  const phase = (id: string, steps: number): Phase => ({
    ...{ id, kind: 'run', from: 'start', steps, samples: [], events: [], schedule: {} },
  });
  const { record } = parseScenario(PHASED, { file: 'phased.yaml' });
  const shownOf = (folder: string, phases: readonly Phase[]) =>
    readRecordings(folder, { phases, record }, (cause) => unexpected(String(cause)));
  const stretch = (id: string, from: number, spikes: number, layer = 'h1'): SpikePiece => ({
    ...{ kind: 'spikes', phase: id, layer, size: 8, from, steps: 250 },
    ...{ times: new Uint32Array(spikes).fill(from), units: new Uint32Array(spikes) },
  });
  const voltages = (id: string, from: number, count: number): TracePiece => ({
    ...{ kind: 'trace', phase: id, layer: 'h1', variable: 'voltage', first: 0, count, from },
    values: new Float32Array(250 * count),
  });
  const written = async (...pieces: readonly (SpikePiece | TracePiece)[]): Promise<string> => {
    const folder = temporaryFolder();
    await recordingFiles(folder).append(pieces);
    return folder;
  };
  const froms = Array.from({ length: 12 }, (_, k) => 250 * k);

  test('are the first 2,000 steps', async () => {
    const folder = await written(...froms.map((from) => stretch('a', from, 10)));
    const { pieces, told } = (await shownOf(folder, [phase('a', 3000)])).get('a')!;
    expect(pieces).toHaveLength(8);
    expect(told).toEqual({ count: 2000, of: 3000 });
  });

  test('are 200,000 spikes at most, of all layers as far', async () => {
    // 30,000 and 50,000 in each stretch: two stretches have 160,000, three 240,000.
    const pieces = froms.flatMap((from) => [stretch('a', from, 30_000), stretch('a', from, 50_000, 'out')]);
    const shown = (await shownOf(await written(...pieces), [phase('a', 3000)])).get('a')!;
    expect(shown.pieces.map((piece) => 'layer' in piece && [piece.layer, piece.from])).toEqual([
      ...[
        ['h1', 0],
        ['out', 0],
        ['h1', 250],
        ['out', 250],
      ],
    ]);
    expect(shown.told).toEqual({ count: 500, of: 3000 });
  });

  test('are 400,000 voltages at most, and one stretch at least', async () => {
    // 800 neurons have 200,000 in a stretch: two fit. 2,000 have 500,000.
    const few = await written(
      ...froms.slice(0, 4).flatMap((from) => [stretch('a', from, 1), voltages('a', from, 800)]),
    );
    expect((await shownOf(few, [phase('a', 1000)])).get('a')!.told).toEqual({ count: 500, of: 1000 });
    const many = await written(...froms.slice(0, 2).map((from) => voltages('a', from, 2000)));
    expect((await shownOf(many, [phase('a', 500)])).get('a')!.told).toEqual({ count: 250, of: 500 });
  });

  test('are fewer of each phase where there are many: ten have half of it each', async () => {
    const phases = Array.from({ length: 10 }, (_, k) => phase(`p${k}`, 1000));
    const folder = await written(...froms.slice(0, 4).map((from) => stretch('p3', from, 40_000)));
    const shown = await shownOf(folder, phases);
    expect([...shown.keys()]).toEqual(['p3']);
    // 100,000 hold two stretches of 40,000.
    expect(shown.get('p3')!.told).toEqual({ count: 500, of: 1000 });
  });

  test('is all where there is little', async () => {
    const folder = await written(stretch('a', 0, 5), stretch('a', 250, 5));
    const shown = (await shownOf(folder, [phase('a', 500)])).get('a')!;
    expect(shown.pieces).toHaveLength(2);
    expect(shown).not.toHaveProperty('told');
  });
});
