import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { HeavisideError } from '../../src/core/heaviside-error.js';
import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { createRunFolder } from '../../src/record/run-folder.js';
import { decodeSpikes } from '../../src/record/spike-file.js';
import { temporaryFolder } from './temporary-folder.js';

const XOR = { name: 'xor', scenarioText: 'scenario: 1\nseed: 7240\n', manifest: {} };
const read = (...parts: string[]) => readFileSync(join(...parts), 'utf8');
const CHECKPOINT = {
  reason: 'end',
  epoch: 2,
  step: 90,
  tensors: [{ name: 'h1.weight', shape: [1, 2], values: Float64Array.of(0.5, -1) }],
  facts: { seed: '7240' },
} as const;

async function failure(attempt: Promise<unknown>): Promise<HeavisideError> {
  const error = await attempt.then(
    () => new Error('did not fail'),
    (cause: unknown) => cause,
  );
  if (error instanceof HeavisideError) return error;
  throw error;
}

describe('a run folder', () => {
  test('is named after the scenario and the hash of its resolved text', async () => {
    const out = temporaryFolder();
    const folder = await createRunFolder({ out, ...XOR });
    await folder.close();
    // printf 'scenario: 1\nseed: 7240\n' | sha256sum
    expect(folder.path).toBe(join(out, 'xor', '3df1a57e40f7'));
    expect(read(folder.path, 'scenario.yaml')).toBe(XOR.scenarioText);
    expect(readdirSync(folder.path).sort()).toEqual([
      'checkpoints',
      'events.jsonl',
      'manifest.json',
      'metrics.jsonl',
      'scenario.yaml',
      'spikes',
    ]);
  });

  test('keeps lines, checkpoints and spikes', async () => {
    const folder = await createRunFolder({ out: temporaryFolder(), ...XOR });
    await folder.appendEvents([{ kind: 'a' }, { kind: 'b' }]);
    await folder.appendEvents([{ kind: 'c' }]);
    await folder.appendMetrics([{ step: 1 }]);
    await folder.writeCheckpoint(CHECKPOINT);
    const spike = { sample: 0, label: 1, steps: 25, units: Uint32Array.of(3), times: Uint32Array.of(24) };
    await folder.writeSpikes([
      { layer: 'h1', ...spike },
      { layer: 'out', ...spike },
    ]);
    await folder.writeSummary({ name: 'xor' });
    await folder.close();

    expect(read(folder.path, 'events.jsonl')).toBe('{"kind":"a"}\n{"kind":"b"}\n{"kind":"c"}\n');
    expect(read(folder.path, 'metrics.jsonl')).toBe('{"step":1}\n');
    expect(read(folder.path, 'summary.json')).toBe('{\n  "name": "xor"\n}\n');
    expect(readdirSync(join(folder.path, 'checkpoints'))).toEqual(['end-epoch-2-step-90.safetensors']);
    const { tensors, metadata } = decodeSafetensors(
      readFileSync(join(folder.path, 'checkpoints/end-epoch-2-step-90.safetensors')),
      'c',
    );
    expect(tensors).toEqual(CHECKPOINT.tensors);
    // {"kind":"a"} and its end of line have 13 characters, {"step":1} has 11; the scenario: sha256sum as above.
    expect(metadata).toEqual({
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      format: 'heaviside-checkpoint-2',
      // Python: zlib.crc32 of the texts above.
      'folder.checksums': '{"events.jsonl":3116543986,"metrics.jsonl":3050224876}',
      'folder.positions': '{"events.jsonl":39,"metrics.jsonl":11}',
      'folder.scenario': expect.stringMatching(/^3df1a57e40f7[0-9a-f]{52}$/),
      reason: 'end',
      epoch: '2',
      step: '90',
      seed: '7240',
    });
    expect(readdirSync(join(folder.path, 'spikes')).sort()).toEqual(['h1.safetensors.gz', 'out.safetensors.gz']);
    expect(decodeSpikes(readFileSync(join(folder.path, 'spikes/out.safetensors.gz')), 's')).toEqual([
      { layer: 'out', ...spike },
    ]);
  });

  test('writes numbers that are not finite as text, never as null', async () => {
    const folder = await createRunFolder({ out: temporaryFolder(), ...XOR });
    await folder.appendEvents([{ reward: Number.NaN, norm: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1] }]);
    await folder.close();
    expect(read(folder.path, 'events.jsonl')).toBe('{"reward":"NaN","norm":["Infinity","-Infinity",1]}\n');
  });

  test('keeps every earlier run of the same scenario and seed beside it', async () => {
    const out = temporaryFolder();
    const previous: (string | undefined)[] = [];
    for (const generation of ['first', 'second', 'third']) {
      const folder = await createRunFolder({ out, ...XOR });
      previous.push(folder.previous);
      await folder.writeSummary({ generation });
      await folder.close();
    }
    const [current, ...earlier] = readdirSync(join(out, 'xor')).sort();
    expect(earlier).toEqual([`${current}.previous-1`, `${current}.previous-2`]);
    expect(previous).toEqual([undefined, ...earlier.map((folder) => join(out, 'xor', folder))]);
    const generations = [...earlier, current!].map((folder) => JSON.parse(read(out, 'xor', folder, 'summary.json')));
    expect(generations).toEqual([{ generation: 'first' }, { generation: 'second' }, { generation: 'third' }]);
  });
});

describe('what cannot be written', () => {
  test('is told at once where a parent exists in which nothing can be made', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux has /proc');
    await expect(createRunFolder({ out: '/proc/heaviside/runs', ...XOR })).rejects.toMatchObject({
      code: 'HV_RUN_FOLDER',
      kind: 'machine',
    });
  }, 5_000);

  test('names the path and the reason', async () => {
    const out = join(temporaryFolder(), 'runs');
    writeFileSync(out, 'a file');
    const error = await failure(createRunFolder({ out, ...XOR }));
    expect(error).toMatchObject({ code: 'HV_RUN_FOLDER', kind: 'machine' });
    expect(error.message).toMatch(/^cannot make the run folder .*runs\/xor\/3df1a57e40f7: .*\((ENOTDIR|EEXIST)\)$/);
    expect(error.remedy).toContain('--out');
  });

  test('a checkpoint whose folder has gone is told, too', async () => {
    const folder = await createRunFolder({ out: temporaryFolder(), ...XOR });
    await folder.close();
    rmSync(join(folder.path, 'checkpoints'), { recursive: true });
    const error = await failure(folder.writeCheckpoint(CHECKPOINT));
    expect(error.message).toMatch(/^cannot write .*end-epoch-2-step-90\.safetensors: .*\(ENOENT\)$/);
  });

  test.each(['../xor', 'a/b', 'a\\b', '', '..'])('%j is no name', async (name) => {
    const error = await failure(createRunFolder({ out: temporaryFolder(), name, scenarioText: '', manifest: {} }));
    expect(error).toMatchObject({ code: 'HV_RUN_FOLDER', kind: 'usage' });
  });
});
