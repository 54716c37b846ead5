import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { listRecordings, readRecording } from '../../src/record/read-recording.js';
import type { RecordedPiece } from '../../src/record/recording.js';
import { recordingPath } from '../../src/record/recording-file-name.js';
import { recordingFiles } from '../../src/record/recording-files.js';
import { temporaryFolder } from './temporary-folder.js';

const SPIKES: RecordedPiece = {
  ...{ kind: 'spikes', phase: 'probe', layer: 'h1', size: 50, from: 0, steps: 100 },
  times: Uint32Array.of(3, 3, 99),
  units: Uint32Array.of(0, 49, 7),
};
const TRACE: RecordedPiece = {
  ...{
    kind: 'trace',
    phase: 'test',
    sample: 4,
    label: 1,
    layer: 'out',
    variable: 'voltage',
    first: 2,
    count: 2,
    from: 5,
  },
  values: Float32Array.of(0.5, -1, 0.25, Number.NaN),
};
const WEIGHTS: RecordedPiece = {
  ...{ kind: 'weights', phase: 'train', epoch: 2, step: 90 },
  tensors: [{ name: 'h1.weight', shape: [1, 2], values: Float64Array.of(0.1, -2) }],
};

async function readAll(path: string): Promise<RecordedPiece[]> {
  const pieces: RecordedPiece[] = [];
  for await (const piece of readRecording(path)) pieces.push(piece);
  return pieces;
}

const whole = (max: number) => fc.integer({ min: 0, max });
const shown = {
  phase: fc.constantFrom('probe', 'rest/2', 'é'),
  sample: fc.option(whole(9), { nil: undefined }),
  layer: fc.constantFrom('h1', 'h/2', 'h1.voltage'),
  from: whole(1000),
};
const withoutAbsent = (piece: RecordedPiece): RecordedPiece =>
  Object.fromEntries(Object.entries(piece).filter(([, value]) => value !== undefined)) as unknown as RecordedPiece;

const spikes = fc
  .record({ ...shown, size: whole(99), steps: whole(99), fired: fc.array(fc.tuple(whole(99), whole(99))) })
  .map(({ fired, ...frame }): RecordedPiece => {
    const [times, units] = [0, 1].map((n) => Uint32Array.from(fired, (pair) => pair[n]!)) as [Uint32Array, Uint32Array];
    return { kind: 'spikes', ...frame, times, units } as RecordedPiece;
  });
const trace = fc
  .record({ ...shown, first: whole(9), count: fc.integer({ min: 1, max: 5 }), steps: whole(20), seed: fc.float() })
  .map(({ steps, seed, ...frame }): RecordedPiece => {
    const values = Float32Array.from({ length: steps * frame.count }, (_, n) => seed * n);
    return { kind: 'trace', variable: 'current', ...frame, values } as RecordedPiece;
  });
const tensors = fc
  .record({ phase: shown.phase, epoch: whole(9), step: whole(99), values: fc.float64Array({ maxLength: 9 }) })
  .map(({ values, ...frame }): RecordedPiece => {
    return { kind: 'feedback', ...frame, tensors: [{ name: 'h1.weight', shape: [values.length], values }] };
  });

test('pieces come back as they were, in the order of each file', async () => {
  const pieces = fc.array(fc.oneof(spikes, trace, tensors).map(withoutAbsent), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.nat(), async (given, cut) => {
      const folder = temporaryFolder();
      const files = recordingFiles(folder);
      const middle = cut % given.length;
      await files.append(given.slice(0, middle));
      await files.sync();
      await files.append(given.slice(middle));
      const paths = [...new Set(given.map(recordingPath))];
      expect(await listRecordings(folder)).toEqual(paths.map((path) => join(folder, path)).sort());
      for (const path of paths) {
        expect(await readAll(join(folder, path))).toEqual(given.filter((piece) => recordingPath(piece) === path));
        const bytes = readFileSync(join(folder, path));
        expect(files.ends()[path]).toEqual({ length: bytes.length, checksum: crc32(bytes) });
      }
    }),
    { numRuns: 40 },
  );
});

test('each has the name of what it is of', () => {
  expect([SPIKES, TRACE, WEIGHTS, { ...SPIKES, phase: 'a/b', layer: '../h' }].map(recordingPath)).toEqual([
    'recordings/probe/h1.spikes',
    'recordings/test/out.voltage.trace',
    'recordings/train/weights.tensors',
    'recordings/a%2Fb/..%2Fh.spikes',
  ]);
});

test('a run that recorded nothing has no recordings', async () => {
  expect(await listRecordings(temporaryFolder())).toEqual([]);
});

describe('a recording of three blocks', () => {
  async function recorded(): Promise<{ readonly path: string; readonly block: number }> {
    const folder = temporaryFolder();
    const files = recordingFiles(folder);
    await files.append([TRACE, TRACE, TRACE]);
    const path = join(folder, recordingPath(TRACE));
    return { path, block: readFileSync(path).length / 3 };
  }

  test('that breaks off anywhere in its last block is read up to it', async () => {
    const { path, block } = await recorded();
    for (let length = 3 * block - 1; length >= 2 * block; length--) {
      truncateSync(path, length);
      expect(await readAll(path)).toEqual([TRACE, TRACE]);
    }
    truncateSync(path, 2 * block - 1);
    expect(await readAll(path)).toEqual([TRACE]);
  });

  test('is told when any bit of it is wrong, after what comes before it', async () => {
    const { path, block } = await recorded();
    const sound = readFileSync(path);
    for (let at = 0; at < sound.length; at++) {
      const bytes = Buffer.from(sound);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(path, bytes);
      const before: RecordedPiece[] = [];
      const attempt = (async () => {
        for await (const piece of readRecording(path)) before.push(piece);
      })();
      const number = Math.floor(at / block) + 1;
      await expect(attempt).rejects.toMatchObject({
        code: 'HV_RECORDING',
        kind: 'machine',
        message: expect.stringContaining(`${path}, block ${number} at byte ${(number - 1) * block} is damaged: `),
      });
      expect(before).toHaveLength(number - 1);
    }
  });

  test('with zeros behind it, as a power cut leaves them, is told', async () => {
    const { path, block } = await recorded();
    appendFileSync(path, new Uint8Array(512));
    await expect(readAll(path)).rejects.toThrow(`${path}, block 4 at byte ${3 * block} is damaged: it claims 0 bytes`);
  });
});

test('spikes whose units and times disagree are refused before anything is written', async () => {
  const files = recordingFiles(temporaryFolder());
  await expect(files.append([{ ...SPIKES, units: Uint32Array.of(1) } as RecordedPiece])).rejects.toThrow(
    new RangeError('"h1": 1 units but 3 times'),
  );
  expect(files.ends()).toEqual({});
});

test('a recording that is not there is told with its path', async () => {
  await expect(readAll('no/such.spikes')).rejects.toMatchObject({
    code: 'HV_RECORDING',
    message: expect.stringMatching(/^cannot read no\/such\.spikes: ENOENT/),
  });
});
