import { encode } from '@msgpack/msgpack';
import { expect, test } from 'vitest';

/** A reader of packed lists, and how its messages call what it reads. */
interface PackedListReader {
  readonly read: (bytes: Uint8Array, where: string) => unknown;
  readonly code: string;
  readonly content: string;
  readonly entries: string;
  /** A list that it reads. */
  readonly list: Uint8Array;
}

type Piece = readonly [name: string, bytes: Uint8Array];

/** Tests that a reader refuses everything but its lists, with the reason. */
export function refusesOtherPieces(
  { read, code, content, entries, list }: PackedListReader,
  others: readonly Piece[],
): void {
  const refusal = (why: string) =>
    expect.objectContaining({
      ...{ code, kind: 'machine', message: `/a/path holds no ${content}: ${why}` },
      ...{ facts: { path: '/a/path' }, remedy: 'Run the scenario again.' },
    });

  const notLists: readonly Piece[] = [
    ['a number', Uint8Array.of(7)],
    ['nil', encode(null)],
    ['a list of numbers', encode([1, 2])],
  ];
  test.each<Piece>([...notLists, ...others])('%s is refused', (_name, bytes) => {
    expect(() => read(bytes, '/a/path')).toThrow(refusal(`expected a list of ${entries}, got something else`));
  });

  test('nothing, and a list that is cut in its middle or at its end, is refused as cut short', () => {
    for (const length of [0, Math.floor(list.length / 2), list.length - 1])
      expect(() => read(list.subarray(0, length), '/a/path')).toThrow(refusal('it is cut short'));
  });

  test('a list or a map that claims more entries than it has bytes is refused before it takes any memory', () => {
    const claims = [0xdd, 0xdf].map((type) => Uint8Array.of(type, 0xff, 0xff, 0xff, 0xff));
    for (const bytes of claims)
      expect(() => read(bytes, '/a/path')).toThrow(
        expect.objectContaining({
          code,
          message: expect.stringMatching(/: Max \w+ .*exceeded.* \(4294967295\) > .*\(5\)$/),
        }),
      );
  });
}
