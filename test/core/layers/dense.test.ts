import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { denseMap } from '../../../src/core/layers/dense.js';
import { inputRows } from '../../../src/core/layers/input-rows.js';
import { eighths } from '../arbitraries.js';
import { expectAdjoints } from './adjoints.js';

const ROWS = 3;

const atWork = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([fanIn, fanOut]) =>
  fc.record({
    fanIn: fc.constant(fanIn),
    fanOut: fc.constant(fanOut),
    inputs: eighths(ROWS * fanIn),
    weights: eighths(fanIn * fanOut),
    bias: eighths(fanOut),
    normed: eighths(ROWS * fanOut),
  }),
);

describe('a dense layer', () => {
  test('by hand: two inputs, three units', () => {
    // [1 2] [1 0 −1; 0.5 2 0] + [0 1 0] = 1 + 1, 4 + 1, −1
    const weights = Float64Array.of(1, 0, -1, 0.5, 2, 0);
    const sums = denseMap(2, 3).sums(inputRows(Float64Array.of(1, 2), 1), weights, Float64Array.of(0, 1, 0));
    expect([...sums]).toEqual([2, 5, -1]);
  });

  test('is its definition, loop by loop', () => {
    fc.assert(
      fc.property(atWork, ({ fanIn, fanOut, inputs, weights, bias }) => {
        const wanted: number[] = [];
        for (let row = 0; row < ROWS; row++)
          for (let j = 0; j < fanOut; j++) {
            let sum = bias[j]!;
            for (let i = 0; i < fanIn; i++) sum += inputs[row * fanIn + i]! * weights[i * fanOut + j]!;
            wanted.push(sum);
          }
        expect([...denseMap(fanIn, fanOut).sums(inputRows(inputs, ROWS), weights, bias)]).toEqual(wanted);
      }),
    );
  });

  test('feedback is the adjoint of the forward pass, by inputs, weights and bias', () => {
    fc.assert(
      fc.property(atWork, ({ fanIn, fanOut, inputs, weights, normed }) => {
        expectAdjoints(denseMap(fanIn, fanOut), { inputs, weights, normed, units: fanOut, rows: ROWS });
      }),
    );
  });

  test('counts one operation for each active input and unit', () => {
    expect(denseMap(3, 4).synapticOperations(inputRows(Float64Array.of(0, 2, 0, -1, 0, 1), 2))).toBe(3 * 4);
  });
});

test('the list of active inputs holds every input that is not 0, row by row', () => {
  const { rows, size, offsets, indices } = inputRows(Float64Array.of(0, 2, -1, 0, 0, 0, 0.5, -0, 3), 3);
  expect({ rows, size, offsets: [...offsets], indices: [...indices] }).toEqual({
    rows: 3,
    size: 3,
    offsets: [0, 2, 2, 4],
    indices: [1, 2, 0, 2],
  });
});
