import { expect, test } from 'vitest';
import { plainProducts } from '../../../src/core/layers/plain-products.js';
import { transposed } from '../../../src/core/layers/transpose.js';
import { productsContract } from './products-contract.js';

productsContract('plain products', plainProducts);

test('a transpose swaps rows and columns', () => {
  expect([...transposed(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
});
