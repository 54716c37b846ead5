import { expect } from 'vitest';
import { inputRows } from '../../../src/core/layers/input-rows.js';
import type { LinearMap } from '../../../src/core/layers/linear-map.js';

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, k) => sum + v * b[k]!, 0);
const plain = (values: Float64Array): number[] => Array.from(values, (v) => v + 0);

/** Numbers of a linear map at work; all exact in binary. `units`: number of biases. */
export interface MapNumbers {
  readonly inputs: Float64Array;
  readonly weights: Float64Array;
  readonly normed: Float64Array;
  readonly units: number;
  readonly rows: number;
}

/**
 * Asserts that a map's three ways back are the adjoints of `sums`:
 * `⟨n, x W⟩ = ⟨x, n Wᵀ⟩`, `toInputs = x ⊙ n Wᵀ`, and `toWeights`, `toBias` are the differences of `⟨n, x W + b⟩`, which
 * is linear in them, so that a whole unit of change is as good as a small one.
 */
export function expectAdjoints(map: LinearMap, { inputs, weights, normed, units, rows }: MapNumbers): void {
  const active = inputRows(inputs, rows);
  const everywhere = inputRows(
    inputs.map(() => 1),
    rows,
  );
  const forward = dot(normed, map.sums(active, weights, undefined));
  const transposed = map.toInputs(normed, everywhere, weights);
  expect(dot(inputs, transposed)).toBe(forward);
  expect(plain(map.toInputs(normed, active, weights))).toEqual(plain(inputs.map((x, k) => x * transposed[k]!)));

  const raised = (values: Float64Array, k: number): Float64Array => values.map((v, at) => (at === k ? v + 1 : v));
  const byWeight = weights.map((_, k) => dot(normed, map.sums(active, raised(weights, k), undefined)) - forward);
  expect(plain(map.toWeights(normed, active))).toEqual(plain(byWeight));

  const noBias = new Float64Array(units);
  const byBias = noBias.map((_, k) => dot(normed, map.sums(active, weights, raised(noBias, k))) - forward);
  expect(plain(map.toBias(normed, rows))).toEqual(plain(byBias));
}
