import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { EXPORT_FORMATS, type ExportFormatName } from '../../src/export/export-formats.js';
import { exportRun } from '../../src/export/export-run.js';
import { writeNpz } from '../../src/export/write-npz.js';
import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { namesIn, recordedRun } from './recorded-run.js';

const TRACE = 'recordings/free/h1.voltage.trace';

/** Turns the last byte of a file around. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.with(-1, bytes.at(-1)! ^ 0xff));
}

async function tensorsOf(path: string) {
  const { tensors } = decodeSafetensors(readFileSync(path), path);
  return new Map(tensors.map((tensor) => [tensor.name, [...tensor.values]]));
}

test('nothing is exported of a damaged run: everything that is wrong is told', async () => {
  const run = await recordedRun();
  damage(join(run, 'spikes/h1.safetensors.gz'));
  damage(join(run, TRACE));
  appendFileSync(join(run, 'metrics.jsonl'), '{"step":4}\n');
  const before = namesIn(run);
  const error: unknown = await exportRun(run, { to: 'npz' }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'HV_EXPORT_DAMAGED', kind: 'machine', facts: { problems: 3 } });
  const lines = String((error as Error).message)
    .replaceAll(run, 'RUN')
    .split('\n');
  expect(lines[0]).toBe('RUN: nothing was exported, because what it recorded is damaged:');
  expect(lines[1]).toMatch(/^ {2}RUN\/spikes\/h1\.safetensors\.gz: cannot be unpacked/);
  expect(lines[2]).toMatch(/^ {2}RUN\/recordings\/free\/h1\.voltage\.trace, block 2 at byte \d+ is damaged/);
  expect(lines[3]).toMatch(/^ {2}RUN\/metrics\.jsonl, line 4: epoch: /);
  expect(lines).toHaveLength(4);
  expect(namesIn(run)).toEqual(before);
});

test('with partial what is sound is exported, and the rest is told', async () => {
  const run = await recordedRun();
  damage(join(run, TRACE));
  const { path, damages } = await exportRun(run, { to: 'safetensors', partial: true });
  expect(damages).toEqual([expect.stringContaining('block 2')]);
  // The first of two blocks of two steps each.
  expect((await tensorsOf(path)).get('traces/free/h1.voltage')).toEqual([0.5, -1, 0.25, 0]);
});

test('steps that are missing are a damage; what they held is not a number', async () => {
  const frame = { kind: 'trace', phase: 'free', layer: 'h1', variable: 'voltage', first: 0, count: 1 } as const;
  const pieces = [0, 2].map((from) => ({ ...frame, from, values: Float32Array.of(from + 1) }));
  const run = await recordedRun({ pieces });
  await expect(exportRun(run, { to: 'safetensors' })).rejects.toThrow(
    `${join(run, TRACE)}: expected step 1, got step 2: what is between is missing`,
  );
  for (const to of ['safetensors', 'csv'] as const) {
    const { path, damages } = await exportRun(run, { to, partial: true });
    expect(damages).toHaveLength(1);
    if (to === 'safetensors') expect((await tensorsOf(path)).get('traces/free/h1.voltage')).toEqual([1, Number.NaN, 3]);
  }
});

test('a damaged checkpoint costs its weights, not what was recorded', async () => {
  const run = await recordedRun();
  damage(join(run, 'checkpoints', namesIn(join(run, 'checkpoints'))[0]!));
  appendFileSync(join(run, 'checkpoints', namesIn(join(run, 'checkpoints'))[0]!), 'x');
  const { arrays = [], damages } = await exportRun(run, { to: 'npz', partial: true });
  expect(damages).toHaveLength(1);
  expect(arrays.some(({ name }) => name.startsWith('weights/'))).toBe(false);
  expect(arrays.map(({ name }) => name)).toContain('spikes/h1/times');
});

test('a run of which nothing is sound is refused also with partial', async () => {
  const run = await recordedRun({ pieces: [], metrics: [] });
  damage(join(run, 'spikes/h1.safetensors.gz'));
  await expect(exportRun(run, { to: 'sonata', partial: true })).rejects.toMatchObject({
    code: 'HV_EXPORT_DAMAGED',
    remedy: 'Nothing of it is sound: run the scenario again.',
  });
});

test('half a line at the end of the metrics is no damage: their writer was killed', async () => {
  const run = await recordedRun();
  appendFileSync(join(run, 'metrics.jsonl'), '{"step":6,"ep');
  const { damages, arrays } = await exportRun(run, { to: 'npz' });
  expect(damages).toEqual([]);
  expect(arrays).toContainEqual({ name: 'metrics/accuracy(test)', type: 'float64', shape: [2] });
});

test('an NPZ that is more than the format can hold is refused', async () => {
  const sizes: number[] = [];
  const file = {
    size: () => sizes.reduce((sum, size) => sum + size, 0),
    write: async (data: Uint8Array | string) => void sizes.push(data.length),
    close: async () => undefined,
  };
  async function* arrays() {
    yield { name: 'a', shape: [4], values: new Float64Array(4) };
    yield { name: 'b', shape: [4], values: new Float64Array(4) };
  }
  await expect(writeNpz(file, arrays(), { bytes: 31, entries: 9 })).rejects.toMatchObject({
    code: 'HV_EXPORT_TOO_LARGE',
    message: 'an NPZ file holds at most 31 bytes, expected to write 32 or more',
  });
  await expect(writeNpz(file, arrays(), { bytes: 1e6, entries: 1 })).rejects.toThrow(
    'an NPZ file holds at most 1 arrays, expected to write 2 or more',
  );
});

test.each(Object.keys(EXPORT_FORMATS) as ExportFormatName[])('an interrupted run is exported to %s', async (to) => {
  const run = await recordedRun({ reason: 'interrupted' });
  const { notes, files } = await exportRun(run, { to });
  expect(notes).toEqual(['weights are those of a checkpoint "interrupted", after 1 optimizer steps']);
  expect(files.every(({ bytes }) => bytes > 0)).toBe(true);
});
