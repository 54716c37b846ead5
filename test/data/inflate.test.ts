import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflateUpTo } from '../../src/data/files/inflate.js';

const text = new TextEncoder().encode('spikes, spikes, spikes');
const packed = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const failure = (bytes: Uint8Array<ArrayBuffer>): unknown => {
  try {
    inflateUpTo('a.gz', bytes, 1000);
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
};

test('inflates everything up to the limit, and says when there is more', () => {
  expect(inflateUpTo('a.gz', packed(text), text.length)).toEqual({ bytes: text, complete: true });
  expect(inflateUpTo('a.gz', packed(text), 6)).toEqual({ bytes: text.subarray(0, 6), complete: false });
});

test('inflates all members of a file that was written in pieces', () => {
  const { bytes, complete } = inflateUpTo('a.gz', joined(packed(text), packed(text)), 1000);
  expect([bytes, complete]).toEqual([joined(text, text), true]);
});

test.each([
  ['checksum', 8],
  ['length', 4],
])('refuses data whose %s in the trailer is wrong', (_, fromEnd) => {
  const bytes = packed(text);
  bytes[bytes.length - fromEnd]! ^= 1;
  expect(failure(bytes)).toMatchObject({
    code: 'HV_FILE_GZIP',
    message: expect.stringMatching(
      /^a\.gz: expected intact gzip data, got damaged or cut-off data after \d+ inflated bytes$/,
    ),
  });
});

test('refuses what follows the data and is no gzip', () => {
  expect(failure(joined(packed(text), Uint8Array.of(7, 7, 7, 7)))).toMatchObject({ code: 'HV_FILE_GZIP' });
});
