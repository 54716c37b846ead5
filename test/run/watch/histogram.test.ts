import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { HISTOGRAM_BINS, histogramOf } from '../../../src/run/watch/histogram.js';
import { hasHistograms } from '../../../src/run/watch/network-histograms.js';

const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
const filled = (counts: Uint32Array) => [...counts.entries()].filter(([, count]) => count > 0);

describe('a histogram', () => {
  test('has 48 bins between the smallest and the largest value, by hand', () => {
    // −12 … 36 in bins of 1: −12 in the first, 0 and 0.5 in bin 12, 35.5 and the upper border in the last.
    const { from, to, counts, zeros, tensor } = histogramOf('h.weight', Float64Array.of(0, 36, -12, 0.5, 35.5, 0));
    expect({ tensor, from, to, zeros }).toEqual({ tensor: 'h.weight', from: -12, to: 36, zeros: 2 });
    expect(counts.length).toBe(48);
    expect(filled(counts)).toEqual([
      [0, 1],
      [12, 3],
      [47, 2],
    ]);
  });

  test('of values that are all the same has them in its first bin', () => {
    expect(histogramOf('b', new Float64Array(5))).toMatchObject({ from: 0, to: 0, zeros: 5 });
    expect(filled(histogramOf('b', Float64Array.of(3, 3)).counts)).toEqual([[0, 2]]);
  });

  test('leaves out what is not finite, and is empty when nothing is', () => {
    const { from, to, counts } = histogramOf('w', Float64Array.of(1, Number.NaN, 2, Number.POSITIVE_INFINITY));
    expect([from, to, sum(counts)]).toEqual([1, 2, 2]);
    const empty = histogramOf('w', Float64Array.of(Number.NaN));
    expect([empty.from, empty.to, sum(empty.counts), empty.zeros]).toEqual([0, 0, 0, 0]);
  });

  test('counts every value once, whatever its size, between its borders', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (numbers) => {
        const { from, to, counts, zeros } = histogramOf('w', Float64Array.from(numbers));
        expect([from + 0, to + 0]).toEqual([Math.min(...numbers) + 0, Math.max(...numbers) + 0]);
        expect(sum(counts)).toBe(numbers.length);
        expect(zeros).toBe(numbers.filter((value) => value === 0).length);
        expect(counts[0]! > 0 && (from === to || counts[HISTOGRAM_BINS - 1]! > 0)).toBe(true);
      }),
    );
  });
});

describe('histograms come', () => {
  const epochsOf = (epochs: number): number[] =>
    Array.from({ length: epochs }, (_, k) => k + 1).filter((epoch) => hasHistograms(epoch, epochs));

  test.each([1, 2, 16])('at the end of each of %i epochs', (epochs) => {
    expect(epochsOf(epochs).length).toBe(epochs);
  });

  test('at the end of 8 epochs in every doubling after the first 16, and of the last, by hand', () => {
    const each = Array.from({ length: 16 }, (_, k) => k + 1);
    const twos = [18, 20, 22, 24, 26, 28, 30, 32];
    expect(epochsOf(35)).toEqual([...each, ...twos, 35]);
    expect(epochsOf(64)).toEqual([...each, ...twos, 36, 40, 44, 48, 52, 56, 60, 64]);
    // 2^14 epochs are ten doublings of 16.
    expect(epochsOf(2 ** 14).length).toBe(16 + 10 * 8);
  });

  test('however many epochs are planned, of a run that is stopped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1e6 }), (epoch, more) => {
        expect(hasHistograms(epoch, epoch + more)).toBe(hasHistograms(epoch, Number.MAX_SAFE_INTEGER));
      }),
    );
  });
});
