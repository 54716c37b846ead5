import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conv2dMap } from '../../../src/core/layers/conv2d.js';
import { inputRows } from '../../../src/core/layers/input-rows.js';
import type { LinearMap } from '../../../src/core/layers/linear-map.js';
import { windowsOf } from '../../../src/core/layers/window.js';
import { eighths } from '../arbitraries.js';
import { expectAdjoints } from './adjoints.js';
import { anyConvolution, type Geometry, naiveConv2d, positions } from './naive-conv2d.js';

const ROWS = 2;

function mapOf(g: Geometry): LinearMap {
  const windows = windowsOf(g.extent, g.kernel, g.stride, g.padding);
  return conv2dMap(g.channels, g.kernel[0] * g.kernel[1], g.maps, windows);
}

/** A convolution with numbers for it: all sums are exact in binary, so equality is equality. */
const atWork = anyConvolution.chain((g) => {
  const [height, width] = positions(g);
  return fc.record({
    g: fc.constant(g),
    inputs: eighths(ROWS * g.channels * g.extent[0] * g.extent[1]),
    weights: eighths(g.channels * g.kernel[0] * g.kernel[1] * g.maps),
    bias: eighths(g.maps),
    normed: eighths(ROWS * g.maps * height * width),
  });
});

describe('a two-dimensional convolution', () => {
  test('by hand: 3 x 3 pixels, a 2 x 2 kernel, two maps', () => {
    // 1 2 3      map 0: upper left + lower right, and 1      map 1: minus upper right
    // 4 5 6      1 + 5 + 1, 2 + 6 + 1                        −2 −3
    // 7 8 9      4 + 8 + 1, 5 + 9 + 1                        −5 −6
    const map = conv2dMap(1, 4, 2, windowsOf([3, 3], [2, 2], [1, 1]));
    const weights = Float64Array.of(1, 0, 0, -1, 0, 0, 1, 0);
    const inputs = inputRows(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 1);
    expect([...map.sums(inputs, weights, Float64Array.of(1, 0))]).toEqual([7, 9, 13, 15, -2, -3, -5, -6]);
  });

  test('is its definition, loop by loop, for any extents', () => {
    fc.assert(
      fc.property(atWork, ({ g, inputs, weights, bias }) => {
        const sums = mapOf(g).sums(inputRows(inputs, ROWS), weights, bias);
        expect([...sums]).toEqual(naiveConv2d(g, inputs, weights, bias, ROWS));
      }),
      { numRuns: 200 },
    );
  });

  test('feedback is the adjoint of the forward pass, by inputs, weights and bias', () => {
    fc.assert(
      fc.property(atWork, ({ g, inputs, weights, normed }) => {
        expectAdjoints(mapOf(g), { inputs, weights, normed, units: g.maps, rows: ROWS });
      }),
      { numRuns: 60 },
    );
  });

  test('counts one operation for each active pixel, window that sees it and map', () => {
    fc.assert(
      fc.property(atWork, ({ g, inputs, weights }) => {
        const [active, ones] = [inputs.map((x) => (x === 0 ? 0 : 1)), weights.map(() => 1)];
        const none = new Float64Array(g.maps);
        const pairs = naiveConv2d(g, active, ones, none, ROWS).reduce((sum, z) => sum + z, 0);
        expect(mapOf(g).synapticOperations(inputRows(inputs, ROWS))).toBe(pairs);
      }),
      { numRuns: 60 },
    );
  });
});
