import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';

import { HeavisideError } from '../../src/core/heaviside-error.js';
import { encodeCheckpoint } from '../../src/record/checkpoint-file.js';
import { decodeCheckpoint } from '../../src/record/decode-checkpoint.js';
import { encodeSafetensors } from '../../src/record/encode-safetensors.js';
import { resumableCheckpoint } from '../../src/record/resumable-checkpoint.js';
import { scenarioDigest } from '../../src/record/scenario-digest.js';
import { seal } from '../../src/record/seal.js';
import { encodeSealedCheckpoint } from '../../src/record/sealed-checkpoint.js';
import { checkpointAt, checkpointOf, SCENARIO, unfinishedFolder } from './unfinished-folder.js';

const DIGEST = scenarioDigest(SCENARIO.scenarioText);
const STATE = {
  positions: { 'events.jsonl': 39, 'recordings/train/h1.spikes': 7 },
  checksums: { 'events.jsonl': 0xffffffff, 'recordings/train/h1.spikes': 0 },
  scenario: DIGEST,
};

function refusal(bytes: Uint8Array): HeavisideError {
  try {
    decodeCheckpoint(bytes, 'c.safetensors');
  } catch (error) {
    if (error instanceof HeavisideError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

function sealedBytes(metadata: Readonly<Record<string, string>>): Uint8Array {
  const bytes = encodeSafetensors([], metadata);
  seal(bytes);
  return bytes;
}

test('a sealed checkpoint comes back as it was, with the state of its folder', () => {
  const numbers = fc.float64Array({ maxLength: 20 });
  fc.assert(
    fc.property(numbers, fc.dictionary(fc.string(), fc.string()), (values, facts) => {
      const own = Object.fromEntries(Object.entries(facts).map(([name, value]) => [`of-run.${name}`, value]));
      const checkpoint = { ...checkpointAt(3), tensors: [{ name: 'w', shape: [values.length], values }], facts: own };
      expect(decodeCheckpoint(encodeSealedCheckpoint(checkpoint, STATE), 'c')).toEqual({
        ...checkpoint,
        folder: STATE,
      });
    }),
  );
});

test('one of before files that grow had checksums comes back without them', () => {
  const { checksums: _, ...state } = STATE;
  expect(decodeCheckpoint(encodeSealedCheckpoint(checkpointAt(3), state), 'c')).toEqual({
    ...checkpointAt(3),
    folder: state,
  });
});

test('one that stands alone has no such state', () => {
  expect(decodeCheckpoint(encodeCheckpoint(checkpointAt(3)), 'c')).toEqual(checkpointAt(3));
});

describe('a checkpoint is refused', () => {
  const sealed = encodeSealedCheckpoint(checkpointAt(3), STATE);

  test('when its content is not that of its checksum, with both', () => {
    const bytes = sealed.slice();
    bytes[bytes.length - 1]! ^= 1;
    const error = refusal(bytes);
    expect(error).toMatchObject({ code: 'HV_CHECKPOINT_DAMAGED', kind: 'machine', facts: { path: 'c.safetensors' } });
    expect(error.message).toMatch(
      /^c\.safetensors is damaged: its checksum says [0-9a-f]{64}, its content [0-9a-f]{64}$/,
    );
  });

  test('without a checksum where its format has one, and with one where it has none', () => {
    const facts = { reason: 'end', epoch: '1', step: '1' };
    const without = refusal(encodeSafetensors([], { format: 'heaviside-checkpoint-2', ...facts }));
    expect(`${without.code}: ${without.message}`).toBe(
      'HV_CHECKPOINT_DAMAGED: c.safetensors is damaged: it has no checksum',
    );
    const turned = refusal(sealedBytes({ format: 'heaviside-checkpoint-1', checksum: '0'.repeat(64), ...facts }));
    expect(`${turned.code}: ${turned.message}`).toBe(
      'HV_CHECKPOINT_DAMAGED: c.safetensors is damaged: format "heaviside-checkpoint-1" has no checksum',
    );
  });

  test('whose checksums of files are none', () => {
    const facts = { format: 'heaviside-checkpoint-2', reason: 'end', epoch: '1', step: '1', 'folder.positions': '{}' };
    const odd = {
      checksum: '0'.repeat(64),
      ...facts,
      'folder.scenario': '',
      'folder.checksums': '{"events.jsonl":-1}',
    };
    const error = refusal(sealedBytes(odd));
    expect(`${error.code}: ${error.message}`).toBe(
      'HV_CHECKPOINT: c.safetensors: folder.checksums: expected a CRC-32 of each file that grows, as JSON, got "{"events.jsonl":-1}"',
    );
  });

  test('of another version of the format', () => {
    const error = refusal(encodeSafetensors([], { format: 'heaviside-checkpoint-3' }));
    expect(`${error.code}: ${error.message}`).toBe(
      'HV_CHECKPOINT: c.safetensors: format: expected "heaviside-checkpoint-2" or "heaviside-checkpoint-1", got "heaviside-checkpoint-3"',
    );
  });
});

/** A file with bytes flipped, set, cut off, put in or taken out. */
function mutated(sound: Uint8Array, random: () => number): Uint8Array {
  const below = (end: number): number => Math.floor(random() * end);
  const at = below(sound.length);
  const bytes = sound.slice();
  switch (below(5)) {
    case 0:
      bytes[at]! ^= 1 << below(8);
      return bytes;
    case 1:
      bytes[at] = below(256);
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return bytes.fill(0, at);
    default: {
      const other = below(sound.length);
      return Buffer.concat([bytes.subarray(0, Math.min(at, other)), bytes.subarray(Math.max(at, other))]);
    }
  }
}

test('1,000 damaged files: the run always goes on from the checkpoint before, and says why', async () => {
  const random = seedrandom('damage');
  const folder = await unfinishedFolder(2);
  const newest = checkpointOf(folder, 2);
  const sound = new Uint8Array(readFileSync(newest));
  let damaged = 0;
  while (damaged < 1000) {
    const bytes = mutated(sound, random);
    if (Buffer.compare(sound, bytes) === 0) continue;
    damaged++;
    writeFileSync(newest, bytes);
    const { point, unsound } = await resumableCheckpoint(folder, DIGEST);
    expect(point?.checkpoint.step).toBe(1);
    expect(point?.kept.map(({ step }) => step)).toEqual([1]);
    expect(unsound).toHaveLength(1);
    expect(unsound[0]).toMatch(/^HV_(CHECKPOINT_DAMAGED|SAFETENSORS|CHECKPOINT): .*periodic-epoch-2-step-2/);
  }
  writeFileSync(newest, sound);
  expect((await resumableCheckpoint(folder, DIGEST)).point?.checkpoint.step).toBe(2);
});

test('when none is sound, all are named, and the scenario', async () => {
  const folder = await unfinishedFolder(3);
  for (const step of [2, 3]) writeFileSync(checkpointOf(folder, step), 'torn');
  await expect(resumableCheckpoint(folder, DIGEST)).rejects.toMatchObject({
    code: 'HV_RESUME_CHECKPOINT',
    kind: 'machine',
    message: [
      `${folder}: no checkpoint is sound`,
      `  HV_SAFETENSORS: ${checkpointOf(folder, 3)}: expected at least 8 bytes, got 4`,
      `  HV_SAFETENSORS: ${checkpointOf(folder, 2)}: expected at least 8 bytes, got 4`,
    ].join('\n'),
    remedy: `Run the scenario from its beginning: heaviside run ${folder}/scenario.yaml`,
  });
  for (const step of [2, 3]) rmSync(checkpointOf(folder, step));
  expect(await resumableCheckpoint(folder, DIGEST)).toEqual({ unsound: [] });
});

test('when somebody has removed them, the log tells that there were some', async () => {
  const folder = await unfinishedFolder(2);
  appendFileSync(join(folder, 'events.jsonl'), '{"kind":"checkpoint","reason":"periodic","epoch":2,"step":2}\n');
  for (const step of [1, 2]) rmSync(checkpointOf(folder, step));
  expect(await resumableCheckpoint(folder, DIGEST)).toEqual({
    unsound: ['checkpoints that events.jsonl tells of: they are not there'],
  });
});
