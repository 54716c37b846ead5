import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createNonZeros,
  findNonZeros,
  nonZeroProduct,
  transposeInto,
} from '../../../src/core/mean-field/non-zero-product.js';
import { eighths } from '../arbitraries.js';

const extent = (max: number) => fc.integer({ min: 1, max });

test('a product over the places that are not 0 is the matrix product, for every width', () => {
  const shapes = fc.tuple(extent(5), extent(7), extent(27));
  fc.assert(
    fc.property(
      shapes.chain(([rows, size, width]) =>
        fc.tuple(fc.constant([rows, size, width] as const), eighths(rows * size, 1), eighths(size * width)),
      ),
      ([[rows, size, width], dense, matrix]) => {
        // Half of the values are silenced.
        const values = dense.map((value, k) => (k % 2 === 0 ? value : 0));
        const places = createNonZeros(rows, size);
        findNonZeros(values, rows, size, places);
        const product = new Float64Array(rows * width).fill(Number.NaN);
        nonZeroProduct(values, rows, size, places, matrix, width, product);
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < width; column++) {
            let sum = 0;
            for (let k = 0; k < size; k++) sum += values[row * size + k]! * matrix[k * width + column]!;
            // Eighths: every sum is exact.
            expect(product[row * width + column]).toBe(sum);
          }
      },
    ),
  );
});

test('a transpose swaps rows and columns', () => {
  const transposed = new Float64Array(6);
  transposeInto(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3, transposed);
  expect([...transposed]).toEqual([1, 4, 2, 5, 3, 6]);
});
