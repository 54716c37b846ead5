import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATEGORY, categoriesOf, categoryFractions, NEAR_CATEGORIES } from '../../../src/core/mean-field/categories.js';
import { layerEntropy, slabEntropy, spikeEntropy } from '../../../src/core/mean-field/entropy.js';
import { perturbedLayer } from '../../../src/core/mean-field/perturbation.js';
import { prunedLayer, pruningMask, withoutUnimportant } from '../../../src/core/mean-field/pruning.js';
import type { SpikeSlabLayer } from '../../../src/core/mean-field/spike-slab-layer.js';
import { meanWeights, rectified, weightForward } from '../../../src/core/mean-field/weight-network.js';
import { interiorNetwork, normals, randomOf } from './random-ensemble.js';

const { VERY_IMPORTANT, UNIMPORTANT, VARIABLE } = CATEGORY;

/** One row of connections. */
const rowOf = (pi: number[], m: number[], xi: number[]): SpikeSlabLayer => ({
  fanIn: pi.length,
  fanOut: 1,
  spikeMass: Float64Array.from(pi),
  slabMean: Float64Array.from(m),
  slabVariance: Float64Array.from(xi),
});

describe('categories', () => {
  test('are very important (0, 0), unimportant (1, any) and variable (the rest); pi = 1 wins', () => {
    const layer = rowOf([0, 1, 1, 0, 0.5, 1e-300], [1, 1, 1, 1, 1, 1], [0, 0, 2, 1e-300, 0, 0]);
    expect([...categoriesOf(layer)]).toEqual([0, 1, 1, 2, 2, 2]);
    expect(categoryFractions(categoriesOf(layer))).toEqual([1 / 6, 2 / 6, 3 / 6]);
  });

  test('forgive 0.01 and 1e-4 for trainers without a projection', () => {
    const layer = rowOf([0.01, 0.995, 0.02, 0, 0], [1, 1, 1, 1, 1], [1e-4, 3, 0, 1e-4, 2e-4]);
    expect([...categoriesOf(layer, NEAR_CATEGORIES)]).toEqual([0, 1, 2, 0, 2]);
    expect([...categoriesOf(layer)]).toEqual([2, 2, 2, 2, 2]);
  });

  test('part all connections: every connection has one, and their shares add up to 1', () => {
    const edge = (inside: fc.Arbitrary<number>, ...ends: number[]) => fc.oneof(fc.constantFrom(...ends), inside);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(edge(share, 0, 1), edge(share, 0)), { minLength: 1 }), (pairs) => {
        const layer = rowOf(
          pairs.map(([pi]) => pi),
          pairs.map(() => 1),
          pairs.map(([, xi]) => xi),
        );
        const [vip, uip, variable] = categoryFractions(categoriesOf(layer));
        expect(vip + uip + variable).toBeCloseTo(1, 14);
        expect(vip * pairs.length).toBeCloseTo(pairs.filter(([pi, xi]) => pi === 0 && xi === 0).length, 9);
        expect(uip * pairs.length).toBeCloseTo(pairs.filter(([pi]) => pi === 1).length, 9);
      }),
    );
  });
});

describe('pruning', () => {
  test('of the unimportant leaves the mean network exactly as it was', () => {
    const random = randomOf('pruning');
    const network = interiorNetwork([9, 12, 4], random).map((layer) => ({
      ...layer,
      spikeMass: layer.spikeMass.map((pi, k) => (k % 3 === 0 ? 1 : pi)),
    }));
    const inputs = normals(7 * 9, random);
    const pruned = network.map(withoutUnimportant);
    expect(pruned[0]!.slabMean[0]).toBe(0);
    expect(network[0]!.slabMean[0]).not.toBe(0);
    expect(weightForward(meanWeights(pruned), inputs, rectified)).toEqual(
      weightForward(meanWeights(network), inputs, rectified),
    );
  });

  test('by the spike mass drops what is above the limit and keeps what is at it', () => {
    const layer = rowOf([0.2, 0.5, 0.7], [1, 2, 3], [4, 5, 6]);
    expect([...pruningMask(layer, 0.5)]).toEqual([1, 1, 0]);
    const pruned = prunedLayer(layer, pruningMask(layer, 0.5));
    expect([[...pruned.spikeMass], [...pruned.slabMean], [...pruned.slabVariance]]).toEqual([
      [0.2, 0.5, 1],
      [1, 2, 0],
      [4, 5, 0],
    ]);
    expect([...layer.spikeMass]).toEqual([0.2, 0.5, 0.7]);
  });

  test('refuses a limit or a mask that cannot be', () => {
    const layer = rowOf([0.2], [1], [0]);
    expect(() => pruningMask(layer, 1.5)).toThrow(
      new RangeError('the limit of the spike mass must be in [0, 1], got 1.5'),
    );
    expect(() => prunedLayer(layer, new Uint8Array(2))).toThrow(new RangeError('the mask must hold 1 values, got 2'));
  });
});

describe('a targeted perturbation', () => {
  // 4 very important, 2 unimportant, 6 variable.
  const layer = rowOf(
    [0, 0, 0, 0, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
  );
  const categories = categoriesOf(layer);
  const damaged = (target: 0 | 1 | 2, fraction: number) =>
    perturbedLayer(layer, categories, target, fraction, randomOf('damage'));
  const changed = (after: SpikeSlabLayer) =>
    [...after.spikeMass.keys()].filter((k) => after.spikeMass[k] !== layer.spikeMass[k]);

  test('makes the fraction of the very important absent', () => {
    const places = changed(damaged(VERY_IMPORTANT, 0.5));
    expect(places).toHaveLength(2);
    expect(places.every((k) => k < 4)).toBe(true);
    expect([...damaged(VERY_IMPORTANT, 1).spikeMass.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
  });

  test('makes as many of the variable absent as of the very important', () => {
    const after = damaged(VARIABLE, 0.75);
    expect(changed(after)).toHaveLength(3);
    expect(changed(after).every((k) => k >= 6 && after.spikeMass[k] === 1)).toBe(true);
  });

  test('gives the fraction of the unimportant the weight N(0, 1)', () => {
    const after = damaged(UNIMPORTANT, 1);
    expect(changed(after)).toEqual([4, 5]);
    expect([...after.slabMean.subarray(4, 6), ...after.slabVariance.subarray(4, 6)]).toEqual([0, 0, 1, 1]);
  });

  test('of nothing changes nothing', () => {
    for (const target of [VERY_IMPORTANT, UNIMPORTANT, VARIABLE]) expect(damaged(target, 0)).toEqual(layer);
  });

  test('refuses what is no fraction and categories of another layer', () => {
    expect(() => damaged(0, 1.1)).toThrow(new RangeError('the fraction must be in [0, 1], got 1.1'));
    expect(() => perturbedLayer(layer, new Uint8Array(3), 0, 0, () => 0)).toThrow(
      new RangeError('categories must hold 12 values, got 3'),
    );
  });
});

describe('entropy', () => {
  test('of the spike is 0 at pi = 0 and 1, ln 2 at a half, and the same for pi and 1 − pi', () => {
    const entropy = spikeEntropy(rowOf([0, 1, 0.5, 0.1, 0.9], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]));
    expect([entropy[0], entropy[1]]).toEqual([0, 0]);
    expect(entropy[2]).toBeCloseTo(Math.LN2, 15);
    expect(entropy[3]).toBeCloseTo(entropy[4]!, 15);
  });

  test('of the slab is that of a normal number, times its share, and none without variance', () => {
    const layer = rowOf([0, 0.5, 0.5], [0, 0, 0], [1 / (2 * Math.PI), 1 / (2 * Math.PI), 0]);
    // ln(2πe · 1/2π) = 1: halves and quarters.
    const entropy = slabEntropy(layer);
    expect(entropy[0]).toBeCloseTo(0.5, 15);
    expect(entropy[1]).toBeCloseTo(0.25, 15);
    expect(entropy[2]).toBeNaN();
    const { spike, slab, slabConnections } = layerEntropy(layer);
    expect(spike).toBeCloseTo((2 / 3) * Math.LN2, 15);
    expect(slab).toBeCloseTo(0.375, 15);
    expect(slabConnections).toBe(2);
  });
});
