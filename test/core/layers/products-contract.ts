import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DenseProducts, ProductsMaker } from '../../../src/core/layers/dense-products.js';
import { eighths } from '../arbitraries.js';

const extent = (max: number) => fc.integer({ min: 1, max });
const ROOM = { values: 35, copied: 35 + 40 * 7 + 200 };

/** Rows, size and width, a matrix of values half of which are 0, and one to multiply. All numbers are eighths. */
const problems = fc
  .tuple(extent(5), extent(7), extent(40))
  .chain(([rows, size, width]) =>
    fc.tuple(fc.constant({ rows, size, width }), eighths(rows * size, 1), eighths(size * width), eighths(rows * width)),
  )
  .map(([shape, values, matrix, before]) => ({
    ...shape,
    values: values.map((value, k) => (k % 2 === 0 ? value : 0)),
    matrix,
    before,
  }));

/** What every implementation of products must do. @param name Of the implementation, for the test's title. */
export function productsContract(name: string, make: ProductsMaker): void {
  const homes = ['allocated there', 'from elsewhere'] as const;
  const placed = (products: DenseProducts, home: (typeof homes)[number], numbers: Float64Array): Float64Array => {
    const array = home === 'from elsewhere' ? new Float64Array(numbers.length) : products.allocate(numbers.length);
    array.set(numbers);
    return array;
  };

  test.each(homes)(`${name}: multiplies matrices %s, for every width`, (home) => {
    fc.assert(
      fc.property(problems, ({ rows, size, width, values, matrix }) => {
        const products = make({ ...ROOM, arrays: [values.length, matrix.length, rows * width] });
        const at = (numbers: Float64Array) => placed(products, home, numbers);
        const product = at(new Float64Array(rows * width).fill(Number.NaN));
        products.multiply(at(values), at(matrix), product, rows);
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < width; column++) {
            let sum = 0;
            for (let k = 0; k < size; k++) sum += values[row * size + k]! * matrix[k * width + column]!;
            // Eighths: every sum is exact.
            expect(product[row * width + column]).toBe(sum);
          }
      }),
    );
  });

  test.each(homes)(`${name}: adds the chosen rows, %s, a repeated one twice`, (home) => {
    fc.assert(
      fc.property(problems, fc.nat(6), ({ rows, size, width, values, matrix, before }, seed) => {
        const chosen = Array.from({ length: size }, (_, k) => (k * k + seed) % size);
        const products = make({ ...ROOM, arrays: [values.length, matrix.length, rows * width] });
        const at = (numbers: Float64Array) => placed(products, home, numbers);
        const product = at(before);
        products.addChosen(at(values), at(matrix), chosen, product, rows);
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < width; column++) {
            let sum = before[row * width + column]!;
            for (let k = 0; k < size; k++) sum += values[row * size + k]! * matrix[chosen[k]! * width + column]!;
            expect(product[row * width + column]).toBe(sum);
          }
      }),
    );
  });

  test(`${name}: skips a value of 0, whatever stands in the matrix`, () => {
    const products = make({ ...ROOM, arrays: [] });
    const product = new Float64Array(2);
    products.multiply(Float64Array.of(0, 3), Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, 2, 5), product, 1);
    expect([...product]).toEqual([6, 15]);
  });

  test(`${name}: arrays that are allocated are zeros and do not overlap`, () => {
    const products = make({ ...ROOM, arrays: [3, 5] });
    const [first, second] = [products.allocate(3), products.allocate(5)];
    expect([...first, ...second]).toEqual(Array(8).fill(0));
    first.fill(1);
    expect([...second]).toEqual(Array(5).fill(0));
  });
}
