import { expect, test } from 'vitest';
import { inputPart } from '../../src/core/input-part.js';

test('a constant input is the same at all times: the very same object', () => {
  const input = { kind: 'constant', values: Float64Array.of(1, 2) } as const;
  expect(inputPart(input, 3, 2, 1, 2)).toBe(input);
});

test('steps 1 and 2 of a sequence: rows 2 to 5 of a batch of two', () => {
  // Four steps, two samples, one input: row = 2 · step + sample.
  const values = Float64Array.of(0, 1, 10, 11, 20, 21, 30, 31);
  expect(inputPart({ kind: 'sequence', values }, 1, 2, 2, 1)).toEqual({
    kind: 'sequence',
    values: Float64Array.of(10, 11, 20, 21),
  });
});

test('steps 1 and 2 of spikes: their offsets begin at 0 again', () => {
  // Rows of spikes by step: {0, 2}, {}, {1}, {0}.
  const input = {
    kind: 'spikes',
    offsets: Uint32Array.of(0, 2, 2, 3, 4),
    indices: Uint32Array.of(0, 2, 1, 0),
  } as const;
  expect(inputPart(input, 1, 2, 1, 3)).toEqual({
    kind: 'spikes',
    offsets: Uint32Array.of(0, 0, 1),
    indices: Uint32Array.of(1),
  });
  expect(input.offsets[2]).toBe(2);
});
