import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { encodeSafetensors } from '../../../src/record/encode-safetensors.js';
import { readRunFolder } from '../../../src/record/read-run-folder.js';
import { networkTensors } from '../../../src/run/finished-run/checkpoint-tensors.js';
import { finishedRun } from '../../../src/run/finished-run/finished-run.js';
import { openNetwork } from '../../../src/run/finished-run/open-network.js';
import { readOut } from '../../../src/run/finished-run/read-out.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { temporaryFolder } from '../../record/temporary-folder.js';
import { xorScenario } from '../xor-scenario.js';
import { handMadeRun, keepCheckpoint, numbers, XOR_STEP, XOR_TENSORS } from './hand-made-run.js';

const xor = () => handMadeRun({ scenario: XOR_STEP, tensors: XOR_TENSORS, said: 1 });

test('a run with random spikes is shown the same spikes again: the same accuracy, to the last bit', async () => {
  let tensors: Parameters<typeof keepCheckpoint>[1]['tensors'] = [];
  let said: unknown;
  for await (const event of runScenario(xorScenario, { backend: 'reference' })) {
    if (event.kind === 'checkpoint') ({ tensors } = event);
    if (event.kind === 'run-ended') said = event.metrics['accuracy(test)'];
  }
  const run = await finishedRun(await readRunFolder(handMadeRun({ scenario: formatScenario(xorScenario), tensors })));
  const { session } = await openNetwork(run, networkTensors(run.stored, run.plan), { backend: 'reference' });
  try {
    const first = await readOut(session, run, 'test');
    expect(first.accuracy).toBe(said);
    // 4 points twice over, 2 classes.
    expect(first.values).toHaveLength(16);
    expect(await readOut(session, run, 'test')).toEqual(first);
  } finally {
    await session.close();
  }
});

test('the checkpoint of the end stands above all others, else the newest', async () => {
  const folder = handMadeRun({ scenario: XOR_STEP, tensors: XOR_TENSORS, reason: 'interrupted', step: 9 });
  const later = { epoch: 1, tensors: [], facts: {} };
  keepCheckpoint(folder, { ...later, reason: 'last-good', step: 12 });
  keepCheckpoint(folder, { ...later, reason: 'interrupted', step: 10 });
  expect((await readRunFolder(folder)).checkpoint).toMatchObject({ reason: 'interrupted', step: 10 });
  keepCheckpoint(folder, { ...later, reason: 'end', step: 3 });
  expect((await readRunFolder(folder)).checkpoint).toMatchObject({ reason: 'end', step: 3 });
});

test('what is no run is told apart', async () => {
  const empty = temporaryFolder();
  const file = join(empty, 'file');
  writeFileSync(file, '');
  for (const [path, got] of [
    [join(empty, 'none'), 'got nothing at this path'],
    [file, 'got a file'],
    [empty, 'got one without scenario.yaml'],
  ] as const)
    await expect(readRunFolder(path)).rejects.toMatchObject({
      code: 'HV_RUN_MISSING',
      kind: 'machine',
      message: `${path}: expected the folder of a run, ${got}`,
    });
});

test('a run without a checkpoint has not finished', async () => {
  const folder = xor();
  rmSync(join(folder, 'checkpoints'), { recursive: true });
  await expect(readRunFolder(folder)).rejects.toMatchObject({
    code: 'HV_RUN_UNFINISHED',
    message: `${folder}: this run has not finished: expected a checkpoint in "checkpoints", got none`,
  });
});

test('a scenario of another version is refused with its place', async () => {
  const folder = xor();
  writeFileSync(join(folder, 'scenario.yaml'), 'scenario: 2\nname: later\n');
  const attempt = readRunFolder(folder).then(finishedRun);
  await expect(attempt).rejects.toMatchObject({
    code: 'HV_SCENARIO',
    message: `${join(folder, 'scenario.yaml')} is not a runnable scenario\n  1:11  scenario: expected a version that this Heaviside knows (1), got 2`,
  });
});

test('a checkpoint of another network is refused with all shapes', async () => {
  const tensors = [numbers('h.weight', [3, 2], [1, 1, 1, 1, 1, 1]), ...XOR_TENSORS.slice(1, 3)];
  const folder = handMadeRun({ scenario: XOR_STEP, tensors: [...tensors, numbers('out.bias', [2], [0, Number.NaN])] });
  const run = await finishedRun(await readRunFolder(folder));
  const file = join(folder, 'checkpoints', 'end-epoch-1-step-1.safetensors');
  expect(() => networkTensors(run.stored, run.plan)).toThrow(
    `${file} does not fit the network of its run:\n  h.weight: expected 2 x 2, got 3 x 2\n  out.bias[1]: expected a finite number, got NaN`,
  );
  const without = { ...run.stored, checkpoint: { ...run.stored.checkpoint, tensors: XOR_TENSORS.slice(1) } };
  expect(() => networkTensors(without, run.plan)).toThrow('h.weight: expected 2 x 2, got no such tensor');
});

test.each([
  [{ format: 'spikes-1' }, 'format: expected "heaviside-checkpoint-2" or "heaviside-checkpoint-1", got "spikes-1"'],
  [
    { format: 'heaviside-checkpoint-1', reason: 'done' },
    'reason: expected "end", "interrupted", "last-good", "periodic", "best", got "done"',
  ],
  [
    { format: 'heaviside-checkpoint-1', reason: 'end', epoch: '1.5', step: '2' },
    'epoch: expected a whole number, got "1.5"',
  ],
  [{ format: 'heaviside-checkpoint-1', reason: 'end', epoch: '1' }, 'step: expected a whole number, got nothing'],
] as Array<[Record<string, string>, string]>)(
  'another file in the place of a checkpoint is refused: %o',
  async (facts, message) => {
    const folder = xor();
    const file = join(folder, 'checkpoints', 'end-epoch-1-step-1.safetensors');
    writeFileSync(file, encodeSafetensors([], facts));
    await expect(readRunFolder(folder)).rejects.toMatchObject({
      code: 'HV_CHECKPOINT',
      message: `${file}: ${message}`,
    });
  },
);

test('a damaged summary is refused with every problem', async () => {
  const folder = xor();
  const file = join(folder, 'summary.json');
  writeFileSync(
    file,
    JSON.stringify({ name: 'x', seed: 1, backend: 3, reason: 'complete', epochs: 'two', metrics: {} }),
  );
  await expect(readRunFolder(folder)).rejects.toMatchObject({
    code: 'HV_RUN_SUMMARY',
    message: `${file} is not the summary of a run:\n  backend: Invalid input: expected string, received number\n  epochs: Invalid input: expected number, received string`,
  });
  writeFileSync(file, '{');
  await expect(readRunFolder(folder)).rejects.toMatchObject({ code: 'HV_RUN_SUMMARY' });
});
