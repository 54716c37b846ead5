import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { decodeCheckpoint } from '../../src/record/decode-checkpoint.js';
import { resumableCheckpoint } from '../../src/record/resumable-checkpoint.js';
import { scenarioDigest } from '../../src/record/scenario-digest.js';
import { encodeSealedCheckpoint } from '../../src/record/sealed-checkpoint.js';
import { claimUnfinishedRun } from '../../src/record/unfinished-run.js';
import { checkpointOf, MANIFEST, SCENARIO, unfinishedFolder, writeStep } from './unfinished-folder.js';

const DIGEST = scenarioDigest(SCENARIO.scenarioText);
const GROWING = ['events.jsonl', 'metrics.jsonl', 'recordings/train/h1.spikes'];

function positionsAt(folder: string, step: number): Readonly<Record<string, number>> {
  const path = checkpointOf(folder, step);
  return decodeCheckpoint(readFileSync(path), path).folder!.positions;
}

/** Flips a bit of a file, which keeps its length. */
function flip(path: string, at: number, bit = 0): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1 << bit;
  writeFileSync(path, bytes);
}

test.each(GROWING)('one damaged bit of %s before the older checkpoint: the run cannot go on', async (name) => {
  const folder = await unfinishedFolder(2);
  const path = join(folder, name);
  flip(path, 0);
  const problem = (step: number) =>
    `  HV_RESUME_LOG: ${path} is damaged: periodic-epoch-${step}-step-${step}.safetensors needs its first ${positionsAt(folder, step)[name]} bytes with the CRC-32 `;
  const error = await claimUnfinishedRun(folder).catch((cause: Error) => cause);
  expect(error).toMatchObject({
    code: 'HV_RESUME_CHECKPOINT',
    kind: 'machine',
    remedy: `Put back a copy of each damaged file and resume, or run the scenario from its beginning: heaviside run ${folder}/scenario.yaml`,
    facts: { path: folder },
  });
  const lines = (error as Error).message.split('\n');
  expect(lines[0]).toBe(`${folder}: no checkpoint is sound`);
  expect(lines.slice(1).map((line) => line.slice(0, line.indexOf('CRC-32') + 7))).toEqual([problem(2), problem(1)]);
  for (const line of lines.slice(1)) expect(line).toMatch(/CRC-32 [0-9a-f]{8}, they have [0-9a-f]{8}$/);
  flip(path, 0);
  expect((await resumableCheckpoint(folder, DIGEST)).point?.checkpoint.step).toBe(2);
});

test.each(GROWING)('damage to %s between two checkpoints: the run goes on from the older one', async (name) => {
  const folder = await unfinishedFolder(2);
  flip(join(folder, name), positionsAt(folder, 1)[name]!);
  const unfinished = await claimUnfinishedRun(folder);
  expect(unfinished.point?.checkpoint.step).toBe(1);
  expect(unfinished.unsound).toEqual([expect.stringContaining(`HV_RESUME_LOG: ${join(folder, name)} is damaged: `)]);
  await unfinished.release();
});

test('several damaged files are all named', async () => {
  const folder = await unfinishedFolder(1);
  for (const name of GROWING) flip(join(folder, name), 0);
  const found = await resumableCheckpoint(folder, DIGEST).catch(({ message }: Error) => message);
  for (const name of GROWING) expect(found).toContain(`${join(folder, name)} is damaged: `);
});

test('damage after the newest checkpoint is cut off and costs nothing', async () => {
  const folder = await unfinishedFolder(2);
  for (const name of GROWING) flip(join(folder, name), positionsAt(folder, 2)[name]!);
  const { point, unsound } = await resumableCheckpoint(folder, DIGEST);
  expect([point?.checkpoint.step, unsound]).toEqual([2, []]);
});

test('300 logs and recordings with a few bytes changed: none is taken for sound', async () => {
  const random = seedrandom('logs');
  const below = (end: number): number => Math.floor(random() * end);
  const folder = await unfinishedFolder(2);
  const positions = positionsAt(folder, 2);
  for (let turn = 0; turn < 300; turn++) {
    const name = GROWING[below(GROWING.length)]!;
    const path = join(folder, name);
    const sound = readFileSync(path);
    const bytes = Buffer.from(sound);
    const at = below(positions[name]!);
    for (let k = at; k <= at + below(20) && k < positions[name]!; k++) bytes[k] = below(256);
    if (bytes.equals(sound)) continue;
    writeFileSync(path, bytes);
    const step = await resumableCheckpoint(folder, DIGEST).then(
      ({ point }) => point?.checkpoint.step,
      ({ code }) => code,
    );
    expect([1, 'HV_RESUME_CHECKPOINT']).toContain(step);
    writeFileSync(path, sound);
  }
});

test('a checkpoint of before there were checksums is gone on from, and the next one has them', async () => {
  const folder = await unfinishedFolder(2);
  for (const step of [1, 2]) {
    const path = checkpointOf(folder, step);
    const { folder: state, ...checkpoint } = decodeCheckpoint(readFileSync(path), path);
    const { checksums: _, ...old } = state!;
    writeFileSync(path, encodeSealedCheckpoint(checkpoint, old));
  }
  const whole = await unfinishedFolder(3);
  const unfinished = await claimUnfinishedRun(folder);
  expect(unfinished.point?.checkpoint.step).toBe(2);
  const opened = await unfinished.open(MANIFEST);
  await writeStep(opened, 3);
  await opened.writeCheckpoint({ ...unfinished.point!.checkpoint, epoch: 3, step: 3 });
  await opened.close();
  const [one, other] = [folder, whole].map(
    (path) => decodeCheckpoint(readFileSync(checkpointOf(path, 3)), path).folder,
  );
  expect(one).toEqual(other);
  flip(join(folder, 'metrics.jsonl'), 0);
  expect((await resumableCheckpoint(folder, DIGEST)).unsound).toHaveLength(1);
});
