import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { writeReport } from '../../src/report/write-report.js';
import type { RunFrame } from '../../src/streams/frames/view-frame.js';
import { fakeDependencies, workFolder } from '../cli/fake-dependencies.js';
import { memoryIo } from '../cli/memory-io.js';
import { carriedFrames, play, unexpected, XOR } from './play.js';

const framesIn = (folder: string) => carriedFrames(readFileSync(join(folder, 'report.html'), 'utf8'));

/** Times, and where the run lies, are all that may differ. */
const timeless = (frames: readonly RunFrame[]) =>
  frames.map(({ run, frame }) => ({
    run,
    frame: frame.kind === 'ended' ? { ...frame, seconds: 0, folder: '' } : frame,
  }));

test('every run writes a report with the frames of a live view, and names it in its last line', async () => {
  const { status, stdout, folder } = await play(XOR);
  expect(status).toBe(0);
  expect(stdout.trim().split('\n').at(-1)).toBe(`report: ${join(folder, 'report.html')}`);
  const frames = framesIn(folder);
  const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
  expect(summary.report).toBeUndefined();
  // Four epochs of two batches; the data set has four samples, which are all looked at.
  const kinds = frames.map(({ frame }) => frame.kind);
  const counts = [...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]);
  expect(counts).toEqual([
    ['run', 1],
    ['batches', 1],
    ['metrics', 8],
    ['histograms', 4],
    ['look', 4],
    ['ended', 1],
  ]);
  const of = <K extends RunFrame['frame']['kind']>(kind: K) =>
    frames.map(({ frame }) => frame).find((frame) => frame.kind === kind) as Extract<RunFrame['frame'], { kind: K }>;
  expect([...of('batches').step]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const { kind, ...ended } = of('ended');
  const { name, seed, backend, ...rest } = summary;
  expect({ kind, ...ended }).toEqual({ kind: 'ended', ...rest });
  expect(of('run')).toMatchObject({
    name,
    seed,
    backend,
    scenario: readFileSync(join(folder, 'scenario.yaml'), 'utf8'),
  });
  expect(of('look').look.voltages.neurons.length).toBe(10);
});

test('the report is the same whenever it is made, and apart from times whenever the run is repeated', async () => {
  const first = await play(XOR);
  const written = readFileSync(join(first.folder, 'report.html'));
  expect(await writeReport(first.folder, unexpected)).toBe(join(first.folder, 'report.html'));
  expect(readFileSync(join(first.folder, 'report.html')).equals(written)).toBe(true);
  const second = await play(XOR);
  expect(timeless(framesIn(second.folder))).toEqual(timeless(framesIn(first.folder)));
});

test('digits-lif takes less than a megabyte after a tenth of its epochs', async () => {
  const scenario = readFileSync(new URL('../../scenarios/digits-lif.yaml', import.meta.url), 'utf8');
  const { folder } = await play(scenario.replace('epochs: 30', 'epochs: 3').replace('atLeast: 0.97', 'atLeast: 0.5'));
  const { size } = statSync(join(folder, 'report.html'));
  expect(size).toBeGreaterThan(200_000);
  expect(size).toBeLessThan(1_000_000);
});

test('a run that fails has a report that says why', async () => {
  const scenario = XOR.replace(
    'learn: { rule: lfp }',
    'learn: { rule: surrogate, optimizer: { kind: sgd, lr: 1e308 } }',
  );
  const { status, stderr, folder } = await play(scenario, { argv: ['--backend', 'reference'] });
  expect(status).toBe(1);
  expect(stderr).toContain(`report: ${join(folder, 'report.html')}\nrun folder: ${folder}\nerror HV_NON_FINITE`);
  const [last] = framesIn(folder).slice(-1);
  expect(last!.frame).toMatchObject({ kind: 'ended', reason: 'failed', failure: { code: 'HV_NON_FINITE' } });
});

test('a run that was stopped has a report, and so has one whose process was killed', async () => {
  const { status, folder } = await play(XOR.replace('epochs: 4', 'epochs: 9999'), { interruptAt: 'epoch 1/' });
  expect(status).toBe(130);
  const frames = framesIn(folder).map(({ frame }) => frame);
  expect(frames.at(-1)).toMatchObject({ kind: 'ended', reason: 'interrupted' });
  // Its network has been shown the samples, too, and its first epoch has histograms.
  const kinds = new Set(frames.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['run', 'batches', 'metrics', 'histograms', 'look', 'ended']));
  // The first of four: whoever stops a run does not wait for the others.
  expect(frames.filter(({ kind }) => kind === 'look').length).toBe(1);

  const log = readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n');
  const killed = log.filter((line) => !line.startsWith('{"kind":"run-ended"'));
  writeFileSync(join(folder, 'events.jsonl'), `${killed.join('\n')}{"kind":"run-en`);
  for (const name of ['summary.json', 'report.html']) rmSync(join(folder, name));
  await writeReport(folder, unexpected);
  const [last] = framesIn(folder).slice(-1);
  expect(last!.frame).toMatchObject({ kind: 'ended', reason: 'unfinished' });
  expect(framesIn(folder)).toEqual([...frames.slice(0, -1).map((frame) => ({ run: 0, frame })), last]);
});

test('a folder that cannot have a report keeps the one from before', async () => {
  const { folder } = await play(XOR);
  rmSync(join(folder, 'events.jsonl'));
  await expect(writeReport(folder, unexpected)).rejects.toThrow(
    `${folder} is no folder that a report can be made of:\n  expected a file events.jsonl, got none`,
  );
  expect(readdirSync(folder).filter((name) => /report|partial/.test(name))).toEqual(['report.html']);
});

test('a report that cannot be written is a warning: the run and its status stay', async () => {
  const [io, { file, out }] = [memoryIo(), workFolder()];
  const failing = { ...fakeDependencies(), writeReport: () => writeReport('no/such/run', unexpected) };
  expect(await main(['run', file, '--out', out, '--quiet'], io, failing)).toBe(0);
  expect(io.stdout.text).toMatch(/\nrun folder: .*\n$/);
  expect(io.stderr.text).toBe(`warning: everything is kept, but there is no report
error HV_REPORT_FOLDER: no/such/run is no folder that a report can be made of:
  expected the folder of a run, got nothing at this path
remedy: Name the folder that \`heaviside run\` printed at its end, or run the scenario again.
`);
});

test('what is foreign stays data: nothing of it can end its element', async () => {
  const { folder } = await play(XOR);
  const evil = '</script><img src=x onerror="window.pwned=1">';
  const file = join(folder, 'events.jsonl');
  const log = readFileSync(file, 'utf8');
  writeFileSync(file, log.replaceAll('"xor-tiny"', JSON.stringify(evil)).replaceAll('"hidden"', JSON.stringify(evil)));
  await writeReport(folder, unexpected);
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(page).not.toContain('onerror="window');
  expect(carriedFrames(page)[0]!.frame).toMatchObject({ kind: 'run', name: evil, layers: [{}, { id: evil }, {}] });
  // The page's own: one element with data, one with the program.
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});
