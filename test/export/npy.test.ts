import fc from 'fast-check';
import { expect, test } from 'vitest';

import { encodeNpy } from '../../src/export/npy.js';
import type { StoredTensor } from '../../src/record/stored-tensor.js';

test('an NPY file is magic, version, length, a padded literal and the values', () => {
  const file = Buffer.from(encodeNpy({ name: 'w', shape: [2, 1], values: Float64Array.of(1, -2) }));
  // 10 bytes, 59 of the literal, 58 spaces and a line feed: 128, a multiple of 64.
  const literal = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }";
  expect(file.subarray(0, 8)).toEqual(Buffer.from('\x93NUMPY\x01\x00', 'latin1'));
  expect(file.readUInt16LE(8)).toBe(118);
  expect(file.toString('latin1', 10, 128)).toBe(`${literal.padEnd(117)}\n`);
  expect([file.readDoubleLE(128), file.readDoubleLE(136), file.length]).toEqual([1, -2, 144]);
});

const ARRAYS: readonly (readonly [tuple: string, type: string, array: StoredTensor])[] = [
  ['()', "'<f8'", { name: 'a', shape: [], values: Float64Array.of(1) }],
  ['(3,)', "'<u4'", { name: 'a', shape: [3], values: Uint32Array.of(1, 2, 3) }],
  ['(0, 2)', "'<f4'", { name: 'a', shape: [0, 2], values: new Float32Array(0) }],
];
test.each(ARRAYS)('the shape %s is written as Python has it', (tuple, type, array) => {
  const text = Buffer.from(encodeNpy(array)).toString('latin1');
  expect(text).toContain(`{'descr': ${type}, 'fortran_order': False, 'shape': ${tuple}, }`);
});

test('values begin at a multiple of 64 bytes, whatever the shape', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 6 }), (shape) => {
      const values = new Uint32Array(shape.reduce((product, extent) => product * extent, 1)).fill(7);
      const file = Buffer.from(encodeNpy({ name: 'a', shape, values }));
      const begin = 10 + file.readUInt16LE(8);
      expect([begin % 64, file.length - begin, file.readUInt32LE(begin)]).toEqual([0, values.byteLength, 7]);
      expect(file.toString('latin1', begin - 1, begin)).toBe('\n');
    }),
  );
});
