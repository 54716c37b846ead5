import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIGITS_CSV_GZIP_BASE64 } from '../../src/data/embedded/digits.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { labelCounts, sampleValues } from './data-set-views.js';

const digits = (split: 'train' | 'test') => loadDataSet({ source: 'digits', split }, createRandomStreams(1));

test('1,797 digits part into 1,438 to learn and 359 to test, every class in both', async () => {
  const [train, held] = [await digits('train'), await digits('test')];
  expect([train.count, held.count]).toEqual([1438, 359]);
  expect([train.shape, held.shape, train.classes]).toEqual([[1, 8, 8], [1, 8, 8], 10]);
  // Counted with Python from the CSV: rows with index mod 5 ≠ 4, and = 4.
  expect(labelCounts(train)).toEqual([151, 161, 143, 131, 147, 154, 150, 136, 127, 138]);
  expect(labelCounts(held)).toEqual([27, 21, 34, 52, 34, 28, 31, 43, 47, 42]);
});

test('the first training image is the first row of the table divided by 16', async () => {
  const train = await digits('train');
  expect(train.labels[0]).toBe(0);
  expect(sampleValues(train, 0).map((value) => 16 * value)).toEqual([
    0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0, 0, 3, 15, 2, 0, 11, 8, 0, 0, 4, 12, 0, 0, 8, 8, 0, 0, 5, 8, 0,
    0, 9, 8, 0, 0, 4, 11, 0, 1, 12, 7, 0, 0, 2, 14, 5, 10, 12, 0, 0, 0, 0, 6, 13, 10, 0, 0, 0,
  ]);
});

test('the first test image is the fifth row of the table', async () => {
  const held = await digits('test');
  expect(held.labels[0]).toBe(4);
  expect(
    sampleValues(held, 0)
      .slice(0, 16)
      .map((value) => 16 * value),
  ).toEqual([0, 0, 0, 1, 11, 0, 0, 0, 0, 0, 0, 7, 8, 0, 0, 0]);
});

test('the embedded table is the distributed file, byte for byte', (context) => {
  const file = new URL('../../../shared/data/digits.csv.gz', import.meta.url);
  context.skip(!existsSync(file), 'shared/data/digits.csv.gz is not beside the repository');
  expect(Buffer.from(DIGITS_CSV_GZIP_BASE64, 'base64').equals(readFileSync(file))).toBe(true);
});
