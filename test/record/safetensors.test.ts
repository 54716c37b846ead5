import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { HeavisideError } from '../../src/core/heaviside-error.js';
import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { encodeSafetensors, littleEndianBytes } from '../../src/record/encode-safetensors.js';
import type { StoredTensor } from '../../src/record/stored-tensor.js';

const WEIGHT: StoredTensor = { name: 'h1.weight', shape: [2, 1], values: Float64Array.of(1, -2) };

/** A file with this header and so many bytes of data. */
function fileWith(header: string, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setUint32(0, json.length, true);
  file.set(json, 8);
  return file;
}

const refusal = (file: Uint8Array): string => {
  try {
    decodeSafetensors(file, 'end.safetensors');
  } catch (error) {
    if (error instanceof HeavisideError) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error('was accepted');
};

describe('the file', () => {
  test('is length, padded header, little-endian values', () => {
    const header = '{"h1.weight":{"dtype":"F64","shape":[2,1],"data_offsets":[0,16]}}'; // 65 characters, padded to 72
    const file = Buffer.from(encodeSafetensors([WEIGHT], {}));
    expect(file.readBigUInt64LE(0)).toBe(72n);
    expect(file.toString('utf8', 8, 80)).toBe(header.padEnd(72));
    expect([file.readDoubleLE(80), file.readDoubleLE(88), file.length]).toEqual([1, -2, 96]);
  });

  test('numbers that lie the other way round in memory are turned one by one', () => {
    const part = new Float64Array([9, 1, -2]).subarray(1);
    for (const values of [part, Float32Array.of(1, -2), Uint32Array.of(1, 258)]) {
      const size = values.BYTES_PER_ELEMENT;
      const alike = littleEndianBytes(values, true);
      const turned = [...alike].map((_, at) => alike[at - (at % size) + size - 1 - (at % size)]);
      expect([...littleEndianBytes(values, false)]).toEqual(turned);
    }
    expect([...littleEndianBytes(Uint32Array.of(1, 258))]).toEqual([1, 0, 0, 0, 2, 1, 0, 0]);
  });

  test('keeps metadata in the order of its names', () => {
    const [a, b] = [
      encodeSafetensors([WEIGHT], { step: '3', epoch: '1' }),
      encodeSafetensors([WEIGHT], { epoch: '1', step: '3' }),
    ];
    expect(a).toEqual(b);
    expect(decodeSafetensors(a, 'a').metadata).toEqual({ epoch: '1', step: '3' });
  });

  test('puts wide values first, so that all are aligned', () => {
    const units: StoredTensor = { name: 'units', shape: [1], values: Uint32Array.of(7) };
    const { tensors } = decodeSafetensors(encodeSafetensors([units, WEIGHT], {}), 'a');
    expect(tensors.map(({ name }) => name)).toEqual(['h1.weight', 'units']);
  });

  test('keeps singles in four bytes', () => {
    const trace: StoredTensor = { name: 'h1.voltage', shape: [2], values: Float32Array.of(0.5, -3) };
    const file = Buffer.from(encodeSafetensors([trace], {}));
    const header = '{"h1.voltage":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'; // 63 characters, padded to 64
    expect(file.toString('utf8', 8, 72)).toBe(header.padEnd(64));
    expect([file.readFloatLE(72), file.readFloatLE(76), file.length]).toEqual([0.5, -3, 80]);
  });

  test('is not made from tensors that contradict themselves', () => {
    const short = { ...WEIGHT, shape: [3] };
    expect(() => encodeSafetensors([short], {})).toThrow('tensor "h1.weight": shape 3 does not hold 2 values');
    expect(() => encodeSafetensors([WEIGHT, WEIGHT], {})).toThrow('two tensors are called "h1.weight"');
  });
});

const tensor = (name: string): fc.Arbitrary<StoredTensor> =>
  fc
    .tuple(fc.array(fc.nat(3), { maxLength: 3 }), fc.constantFrom('F64', 'F32', 'U32'), fc.infiniteStream(fc.double()))
    .map(([shape, type, numbers]) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      const values = [...numbers.take(length)];
      if (type === 'F64') return { name, shape, values: Float64Array.from(values) };
      if (type === 'F32') return { name, shape, values: Float32Array.from(values) };
      return { name, shape, values: Uint32Array.from(values, (value) => value * 1e9) };
    });
const tensors = fc
  .uniqueArray(
    fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__'),
    { maxLength: 5 },
  )
  .chain((names) => fc.tuple(...names.map(tensor)));
const metadata = fc.dictionary(fc.string(), fc.string(), { maxKeys: 4, noNullPrototype: true });
const byName = (list: readonly StoredTensor[]) => new Map(list.map((item) => [item.name, item]));

test('what is written is read again, whatever it is called', () => {
  fc.assert(
    fc.property(tensors, metadata, (list, facts) => {
      const read = decodeSafetensors(encodeSafetensors(list, facts), 'a');
      expect(byName(read.tensors)).toEqual(byName(list));
      expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(facts).sort());
    }),
  );
});

test('a mutated file is refused with a located error, or means what it says', () => {
  const whole = encodeSafetensors(
    [
      WEIGHT,
      { name: 'h1.bias', shape: [], values: Float64Array.of(0.5) },
      { name: 'n', shape: [2], values: Uint32Array.of(1, 2) },
      { name: 'v', shape: [1], values: Float32Array.of(0.1) },
    ],
    { seed: '7240' },
  );
  const mutation = fc.oneof(
    fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }).map(({ at, byte }) => whole.with(at, byte)),
    fc.nat(whole.length - 1).map((length) => whole.slice(0, length)),
    fc.uint8Array({ minLength: 1, maxLength: 9 }).map((more) => Uint8Array.of(...whole, ...more)),
    fc
      .tuple(fc.nat(whole.length - 1), fc.nat(40))
      .map(([at, n]) => Uint8Array.of(...whole.slice(0, at), ...whole.slice(at + n))),
  );
  let refused = 0;
  fc.assert(
    fc.property(mutation, (file) => {
      try {
        const read = decodeSafetensors(file, 'end.safetensors');
        expect(decodeSafetensors(encodeSafetensors(read.tensors, read.metadata), 'again')).toEqual(read);
      } catch (error) {
        if (!(error instanceof HeavisideError)) throw error;
        expect(error).toMatchObject({ code: 'HV_SAFETENSORS', kind: 'machine' });
        expect(error.message).toMatch(/^end\.safetensors: ./);
        refused++;
      }
    }),
    { numRuns: 600 },
  );
  expect(refused).toBeGreaterThan(200);
});

describe('a refusal names file, tensor and both values', () => {
  const entry = (fields: string) => `{"w":{"dtype":"F64","shape":[2],"data_offsets":[0,16]${fields}}}`;
  test.each([
    ['a stump', new Uint8Array(5), 'expected at least 8 bytes, got 5'],
    [
      'an endless header',
      new Uint8Array(16).fill(255),
      'the header claims 18446744073709551615 bytes, expected at most 8',
    ],
    ['no JSON', fileWith('{"w"', 0), 'the header is not JSON in UTF-8'],
    ['a list', fileWith('[]', 0), 'the header is not a JSON object'],
    ['missing data', fileWith(entry(''), 8), 'the tensors need 16 bytes of data, the file holds 8'],
    ['more data', fileWith(entry(''), 24), 'the tensors need 16 bytes of data, the file holds 24'],
    ['an unknown field', fileWith(entry(',"x":1'), 16), 'tensor "w": unknown field "x"'],
    [
      'another type',
      fileWith('{"w":{"dtype":"BF16","shape":[],"data_offsets":[0,2]}}', 2),
      'tensor "w": expected dtype F64, F32 or U32, got "BF16"',
    ],
    [
      'a wrong shape',
      fileWith('{"w":{"dtype":"F64","shape":[3],"data_offsets":[0,16]}}', 16),
      'tensor "w": data_offsets [0, 16] hold 16 bytes, 3 F64 need 24',
    ],
    [
      'a negative extent',
      fileWith('{"w":{"dtype":"F64","shape":[-2],"data_offsets":[0,16]}}', 16),
      'tensor "w": expected a shape of whole numbers >= 0, got [-2]',
    ],
    [
      'a gap',
      fileWith('{"w":{"dtype":"U32","shape":[1],"data_offsets":[4,8]}}', 8),
      'tensor "w" starts at byte 4 of the data, expected 0',
    ],
    [
      'an overlap',
      fileWith(
        '{"v":{"dtype":"U32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"U32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'tensor "w" starts at byte 0 of the data, expected 4',
    ],
    ['a number as metadata', fileWith('{"__metadata__":{"epoch":3}}', 0), '"__metadata__": "epoch" is not text'],
  ])('%s', (_what, file, message) => {
    expect(refusal(file)).toContain(`HV_SAFETENSORS end.safetensors: ${message}`);
  });
});
