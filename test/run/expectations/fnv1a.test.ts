import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fnv1a } from '../../../src/run/expectations/fnv1a.js';

function hashOf(bytes: Iterable<number>): string {
  const hash = new Fnv1a();
  for (const byte of bytes) hash.byte(byte);
  return hash.digest();
}

test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('%j has the digest of the published table', (text, digest) => {
  expect(hashOf(new TextEncoder().encode(text))).toBe(digest);
});

test('is the same as in whole numbers of any size', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const whole = bytes.reduce(
        (hash, byte) => ((hash ^ BigInt(byte)) * 0x100000001b3n) % 2n ** 64n,
        0xcbf29ce484222325n,
      );
      expect(hashOf(bytes)).toBe(whole.toString(16).padStart(16, '0'));
    }),
  );
});

test('a word is its four bytes, the lowest first', () => {
  const hash = new Fnv1a();
  hash.word(0xfe030201);
  expect(hash.digest()).toBe(hashOf([0x01, 0x02, 0x03, 0xfe]));
});
