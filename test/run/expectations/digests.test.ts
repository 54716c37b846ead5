import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpikeDigest } from '../../../src/run/expectations/spike-digest.js';
import { tensorDigest } from '../../../src/run/expectations/tensor-digest.js';
import { cutRasters, type Raster, recordedOf } from './raster.js';

function digestOf(raster: Raster, batch: number, cuts: readonly number[] = [0, raster.length], layer = 'h1'): string {
  const digest = new SpikeDigest();
  cuts.slice(1).forEach((to, n) => {
    digest.add([recordedOf(layer, raster, cuts[n]!, to)], { from: cuts[n]!, batch });
  });
  return digest.digest();
}

describe('a digest of spikes', () => {
  test('does not depend on how steps are divided into chunks', () => {
    fc.assert(
      fc.property(cutRasters(4), ({ raster, batch, cuts }) => {
        expect(digestOf(raster, batch, cuts)).toBe(digestOf(raster, batch));
      }),
    );
  });

  test('does not depend on how presentations are divided into batches', () => {
    const rows = (n: number) =>
      [
        [[n], [n + 1], []],
        [[], [2, n], [7]],
        [[1], [], [n]],
      ][n % 3]!;
    const steps = [0, 1, 2, 3].map((step) => rows(step));
    const together = digestOf(
      steps.map((units) => units),
      3,
    );
    const single = new SpikeDigest();
    for (const sample of [0, 1, 2])
      single.add(
        [
          recordedOf(
            'h1',
            steps.map((units) => [units[sample]!]),
          ),
        ],
        { from: 0, batch: 1 },
        sample,
      );
    expect(single.digest()).toBe(together);
  });

  test('is another one for other spikes', () => {
    fc.assert(
      fc.property(cutRasters(3), cutRasters(3), (one, other) => {
        fc.pre(one.batch === other.batch && one.raster.length === other.raster.length);
        const isSame = JSON.stringify(one.raster) === JSON.stringify(other.raster);
        expect(digestOf(one.raster, one.batch) === digestOf(other.raster, other.batch)).toBe(isSame);
      }),
    );
  });

  test('is another one when two spikes swap their units', () => {
    const pairs = [...Array(40).keys()].flatMap((n) => [...Array(n).keys()].map((m) => [n, m] as const));
    for (const [one, other] of pairs)
      expect(digestOf([[[one]], [[other]]], 1)).not.toBe(digestOf([[[other]], [[one]]], 1));
  });

  test('tells steps, units, presentations and layers apart', () => {
    const digests = [
      digestOf([[[1]], [[]]], 1),
      digestOf([[[]], [[1]]], 1),
      digestOf([[[0]], [[]]], 1),
      digestOf([[[1], []]], 2),
      digestOf([[[], [1]]], 2),
      digestOf([[[1]], [[]]], 1, [0, 2], 'h2'),
      digestOf([[[]], [[]]], 1),
    ];
    // The fourth has the spikes of the first: unit 1 at step 0 of presentation 0.
    expect(new Set(digests).size).toBe(6);
    expect(digests[3]).toBe(digests[0]);
  });

  test('does not depend on the order of layers, and counts presentations on', () => {
    const raster: Raster = [[[0]], [[1]]];
    const [a, b] = [recordedOf('a', raster), recordedOf('b', raster)];
    const digest = (...calls: [records: (typeof a)[], first?: number][]) => {
      const made = new SpikeDigest();
      for (const [records, first] of calls) made.add(records, { from: 0, batch: 1 }, first);
      return made.digest();
    };
    expect(digest([[b, a]])).toBe(digest([[a, b]]));
    expect(digest([[a]], [[a], 1])).not.toBe(digest([[a]], [[a], 0]));
  });
});

describe('a digest of tensors', () => {
  const weights = { name: 'h1.weight', shape: [2, 1], values: Float64Array.of(0.5, -1) };
  const bias = { name: 'h1.bias', shape: [1], values: Float64Array.of(0) };

  test('does not depend on their order, nor on where their values lie', () => {
    expect(tensorDigest([bias, weights])).toBe(tensorDigest([weights, bias]));
    const inside = { ...weights, values: Float64Array.of(9, 0.5, -1, 9).subarray(1, 3) };
    expect(tensorDigest([inside])).toBe(tensorDigest([weights]));
  });

  test('tells every bit, names and shapes apart', () => {
    const others = [
      { ...weights, values: Float64Array.of(0.5, -1 - Number.EPSILON) },
      { ...weights, values: Float64Array.of(-1, 0.5) },
      { ...weights, shape: [1, 2] },
      { ...weights, name: 'h2.weight' },
    ];
    const digests = [weights, ...others].map((tensor) => tensorDigest([tensor]));
    expect(new Set(digests).size).toBe(5);
  });
});
