import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HeavisideError } from '../../src/core/heaviside-error.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import type { Split } from '../../src/data/sources/source.js';
import { sampleValues } from './data-set-views.js';
import { folderOf, idxBytes } from './idx-folder.js';

const load = (dir: string, source: 'idx' | 'mnist' | 'fashion' = 'idx', split: Split = 'train') =>
  loadDataSet({ source, split, dir }, createRandomStreams(1));

/** Two images of 2 x 3 and their labels. */
const images = idxBytes([2, 2, 3], [0, 51, 102, 153, 204, 255, 255, 0, 0, 0, 0, 51]);
const labels = idxBytes([2], [1, 0]);
const IMAGES = 'train-images-idx3-ubyte';
const LABELS = 'train-labels-idx1-ubyte';

const failure = async (files: Record<string, Buffer | string>, source?: 'mnist'): Promise<HeavisideError> => {
  const outcome = await load(folderOf(files), source).catch((error: HeavisideError) => error);
  if ('code' in outcome) return outcome;
  throw new Error('expected a failure');
};

describe('a folder of IDX files', () => {
  test.each([
    ['plain', [IMAGES, LABELS], (bytes: Buffer) => bytes],
    ['gzip', [`${IMAGES}.gz`, `${LABELS}.gz`], gzipSync],
    ['dotted', ['train-images.idx3-ubyte', 'train-labels.idx1-ubyte'], (bytes: Buffer) => bytes],
    ['dotted gzip', ['train-images.idx3-ubyte.gz', 'train-labels.idx1-ubyte.gz'], gzipSync],
  ] as const)('loads from %s files', async (_, [imageFile, labelFile], pack) => {
    const data = await load(folderOf({ [imageFile]: pack(images), [labelFile]: pack(labels) }));
    expect(data).toMatchObject({ shape: [1, 2, 3], count: 2, classes: 2 });
    expect([...data.labels]).toEqual([1, 0]);
    // 51 / 255 = 0.2
    expect(sampleValues(data, 0)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1].map(Math.fround));
    expect(sampleValues(data, 1)).toEqual([1, 0, 0, 0, 0, 0.2].map(Math.fround));
  });

  test('has its test split in the t10k files', async () => {
    const dir = folderOf({
      [IMAGES]: images,
      [LABELS]: labels,
      't10k-images-idx3-ubyte': idxBytes([1, 2, 3], [255, 0, 0, 0, 0, 0]),
      't10k-labels-idx1-ubyte': idxBytes([1], [4]),
    });
    const held = await load(dir, 'idx', 'test');
    expect([held.count, [...held.labels], sampleValues(held, 0)]).toEqual([1, [4], [1, 0, 0, 0, 0, 0]]);
    // Train has labels 0 and 1 only; both splits count.
    expect([held.classes, (await load(dir)).classes]).toEqual([5, 5]);
  });
});

describe('a folder of IDX files fails with both values', () => {
  test('when the folder is missing', async () => {
    const dir = `${folderOf({})}/nowhere`;
    await expect(load(dir)).rejects.toMatchObject({
      code: 'HV_FOLDER_MISSING',
      kind: 'machine',
      message: `${dir}: expected a folder, got no folder at this path`,
      remedy: 'Check the path.',
    });
    await expect(load('no/such/folder')).rejects.toMatchObject({
      code: 'HV_FOLDER_MISSING',
      remedy: `Put it at ${resolve('no/such/folder')}, or change the path: a relative one begins at the working folder.`,
    });
  });

  test('when a file is missing, with the names looked for', async () => {
    const error = await failure({ [IMAGES]: images });
    expect([error.code, error.kind]).toEqual(['HV_FILE_MISSING', 'machine']);
    for (const name of [LABELS, `${LABELS}.gz`, 'train-labels.idx1-ubyte', 'train-labels.idx1-ubyte.gz']) {
      expect(error.message).toContain(name);
    }
  });

  test('when a .gz file is not gzip', async () => {
    const error = await failure({ [`${IMAGES}.gz`]: images, [LABELS]: labels });
    expect([error.code, error.kind]).toEqual(['HV_FILE_NOT_GZIP', 'usage']);
    expect(error.message).toContain('expected gzip data (first bytes 1f 8b), got 00 00');
  });

  test.each([
    ['cut off', (packed: Buffer) => packed.subarray(0, packed.length - 12)],
    [
      'damaged',
      (packed: Buffer) => Buffer.concat([packed.subarray(0, 12), Buffer.alloc(20, 0xff), packed.subarray(32)]),
    ],
  ])('when gzip data are %s', async (_, spoil) => {
    const packed = gzipSync(
      idxBytes(
        [200, 2, 3],
        Array.from({ length: 1200 }, (_, n) => (n * n * 31) % 251),
      ),
    );
    const error = await failure({ [`${IMAGES}.gz`]: spoil(packed), [LABELS]: labels });
    expect([error.code, error.kind]).toEqual(['HV_FILE_GZIP', 'usage']);
  });

  test('when the magic number is another', async () => {
    const error = await failure({ [IMAGES]: labels, [LABELS]: labels });
    // The label file is shorter than a header of images.
    expect([error.code, error.message]).toEqual([
      'HV_IDX_TRUNCATED',
      expect.stringContaining('expected a header of 16 bytes, got 10 bytes'),
    ]);
    const swapped = await failure({ [IMAGES]: images, [LABELS]: images });
    expect(swapped.code).toBe('HV_IDX_MAGIC');
    expect(swapped.message).toContain('expected the magic number 0x00000801, got 0x00000803');
    const other = await failure({ [IMAGES]: idxBytes([2, 2, 3], Array(12).fill(0), 0x0d03), [LABELS]: labels });
    expect(other.message).toContain('expected the magic number 0x00000803, got 0x00000d03');
  });

  test.each([
    ['plain', '', (bytes: Buffer) => bytes],
    ['gzip', '.gz', gzipSync],
  ] as const)('when a %s file is shorter or longer than its header says', async (_, ending, pack) => {
    const short = await failure({ [`${IMAGES}${ending}`]: pack(images.subarray(0, 20)), [LABELS]: labels });
    expect(short.code).toBe('HV_IDX_TRUNCATED');
    expect(short.message).toContain('expected 28 bytes (16 of header and 2 x 2 x 3), got 20 bytes');
    const long = Buffer.concat([images, Buffer.alloc(1)]);
    expect((await failure({ [`${IMAGES}${ending}`]: pack(long), [LABELS]: labels })).code).toBe('HV_IDX_TOO_LONG');
  });

  test.each([[[4_000_000_000, 4_000_000_000, 4_000_000_000]], [[1_000_000, 28, 60_000]], [[2, 0, 3]]])(
    'when the header claims %j, before anything is allocated',
    async (extents) => {
      const error = await failure({ [IMAGES]: idxBytes(extents, []), [LABELS]: labels });
      expect(error.code).toBe('HV_IDX_EXTENTS');
      expect(error.message).toContain(extents.join(' x '));
    },
  );

  test('when a small gzip file would inflate without bound', async () => {
    // 64 MiB of zeros behind a header that claims 12 bytes: inflating stops right after them.
    const bomb = gzipSync(Buffer.concat([images.subarray(0, 16), Buffer.alloc(2 ** 26)]));
    const before = process.memoryUsage().arrayBuffers;
    const error = await failure({ [`${IMAGES}.gz`]: bomb, [LABELS]: labels });
    expect(error.code).toBe('HV_IDX_TOO_LONG');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  test('when images and labels are not as many', async () => {
    const error = await failure({ [IMAGES]: images, [LABELS]: idxBytes([3], [0, 1, 0]) });
    expect(error.code).toBe('HV_IDX_COUNTS');
    expect(error.message).toMatch(/expected 2 labels .*, got 3$/);
  });

  test('when it is empty', async () => {
    const error = await failure({ [IMAGES]: idxBytes([0, 2, 3], []), [LABELS]: idxBytes([0], []) });
    expect([error.code, error.kind]).toEqual(['HV_DATA_EMPTY', 'usage']);
  });

  test('when MNIST has images of another size or an eleventh class', async () => {
    const size = await failure({ [IMAGES]: images, [LABELS]: labels }, 'mnist');
    expect([size.code, size.message]).toEqual(['HV_IDX_SHAPE', expect.stringContaining('expected images of 28 x 28')]);
    const blank = idxBytes([2, 28, 28], Array(2 * 784).fill(0));
    const label = await failure({ [IMAGES]: blank, [LABELS]: idxBytes([2], [9, 10]) }, 'mnist');
    expect(label.code).toBe('HV_DATA_LABEL_RANGE');
    expect(label.message).toBe('mnist train: sample 1: expected a label in 0..9, got 10');
  });
});
