import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeDirect } from '../../src/data/encoders/direct.js';
import { encodeLatency } from '../../src/data/encoders/latency.js';
import { encodePopulation } from '../../src/data/encoders/population.js';
import { encodeRate } from '../../src/data/encoders/rate.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { spikeRows } from './spike-rows-of-chunk.js';

const valuesOf = (...values: number[]): Float32Array => Float32Array.from(values);
const analogBatch = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  batch: fc.integer({ min: 0, max: 5 }),
  steps: fc.integer({ min: 1, max: 9 }),
});
const batchValues = ({ size, batch }: { size: number; batch: number }) =>
  fc.array(fc.float({ min: -0.5, max: 1.5, noNaN: true }), { minLength: size * batch, maxLength: size * batch });

test('direct: values times gain, once for all steps', () => {
  // 2 · 0.25, 2 · −1, 2 · 0.5
  expect(encodeDirect(valuesOf(0.25, -1, 0.5), 2)).toEqual({ kind: 'constant', values: Float64Array.of(0.5, -2, 1) });
});

describe('rate', () => {
  test('an input spikes where the draw is below gain · value; draws go sample, step, input', () => {
    const draws = [0.4, 0, 0.5, 0.9, 0.9, 0.9, 0.1, 0.99];
    // Two samples of two inputs, gain 2: p = [0.5, 0], [0.2, 1] (cut from 1.2), two steps.
    const chunk = encodeRate(valuesOf(0.25, -3, 0.1, 0.6), 2, 2, 2, () => draws.shift()!);
    // Sample 0: 0.4 < 0.5 ✓, 0 < 0 ✗ | 0.5 < 0.5 ✗, 0.9 ✗.  Sample 1: 0.9 < 0.2 ✗, 0.9 < 1 ✓ | 0.1 < 0.2 ✓, 0.99 < 1 ✓.
    expect(spikeRows(chunk)).toEqual([[0], [1], [], [0, 1]]);
    expect(draws).toEqual([]);
  });

  test('a pass over samples gives each the same spikes, whatever the size of a batch', () => {
    const passIn = (values: number[], size: number, steps: number, cut: number): number[][][] => {
      const random = createRandomStreams(1).stream('encode');
      const samples = values.length / size;
      const trains: number[][][] = [];
      for (let from = 0; from < samples; from += cut) {
        const batch = Math.min(cut, samples - from);
        const shown = valuesOf(...values.slice(from * size, (from + batch) * size));
        const rows = spikeRows(encodeRate(shown, size, steps, 1, random));
        for (let place = 0; place < batch; place++) trains.push(rows.filter((_, row) => row % batch === place));
      }
      return trains;
    };
    fc.assert(
      fc.property(
        analogBatch.chain((extents) =>
          fc.tuple(fc.constant(extents), batchValues(extents), fc.integer({ min: 1, max: 5 })),
        ),
        ([{ size, steps }, values, cut]) => {
          expect(passIn(values, size, steps, cut)).toEqual(passIn(values, size, steps, 5));
        },
      ),
    );
  });

  test('draws steps · batch · size numbers whatever the values', () => {
    fc.assert(
      fc.property(
        analogBatch.chain((extents) => fc.tuple(fc.constant(extents), batchValues(extents))),
        ([{ size, batch, steps }, values]) => {
          let draws = 0;
          const chunk = encodeRate(valuesOf(...values), size, steps, 1, () => {
            draws++;
            return 0.5;
          });
          expect(draws).toBe(steps * batch * size);
          expect(chunk.offsets.length).toBe(steps * batch + 1);
        },
      ),
    );
  });

  test('value 0 never spikes, value 1 always, value p in a fraction p of the steps', () => {
    const chunk = encodeRate(valuesOf(0, 1, 0.3), 3, 10_000, 1, createRandomStreams(1).stream('encode'));
    const counts = [0, 0, 0];
    for (const input of chunk.indices) counts[input]!++;
    expect(counts.slice(0, 2)).toEqual([0, 10_000]);
    // 3,000 ± √(10,000 · 0.3 · 0.7) = ± 46; five deviations are 229.
    expect(Math.abs(counts[2]! - 3000)).toBeLessThan(229);
  });
});

describe('latency', () => {
  test('the larger the value the earlier its one spike; at or below the threshold there is none', () => {
    // 5 steps: 1 → ⌊0 · 4⌋ = 0; 0.75 → ⌊0.25 · 4⌋ = 1; 0.6 → ⌊0.4 · 4⌋ = 1; 0.5 → 2; 0.125 → ⌊3.5⌋ = 3; 0.0625 is at
    // the threshold; 2 counts as 1.
    const chunk = encodeLatency(valuesOf(1, 0.75, 0.6, 0.5, 0.125, 0.0625, 2), 7, 5, 0.0625);
    expect(spikeRows(chunk)).toEqual([[0, 6], [1, 2], [3], [4], []]);
  });

  test('rows are step-major: row = step · batch + sample', () => {
    // Two samples of one input, 3 steps: 1 → step 0, 0.5 → step 1.
    expect(spikeRows(encodeLatency(valuesOf(1, 0.5), 1, 3, 0))).toEqual([[0], [], [], [0], [], []]);
  });

  test('a threshold below 0 lets 0 spike, at the last step', () => {
    expect(spikeRows(encodeLatency(valuesOf(0), 1, 4, -1))).toEqual([[], [], [], [0]]);
  });

  test('every value above the threshold spikes exactly once, and a larger one never later', () => {
    fc.assert(
      fc.property(
        analogBatch.chain((extents) => fc.tuple(fc.constant(extents), batchValues(extents))),
        ([{ size, batch, steps }, values]) => {
          const rows = spikeRows(encodeLatency(valuesOf(...values), size, steps, 0.1));
          for (let sample = 0; sample < batch; sample++) {
            const times = Array.from({ length: size }, (_, input) =>
              rows.flatMap((row, r) => (r % batch === sample && row.includes(input) ? [Math.floor(r / batch)] : [])),
            );
            const own = [...valuesOf(...values.slice(sample * size, (sample + 1) * size))];
            expect(times.map((t) => t.length)).toEqual(own.map((value) => (value > 0.1 ? 1 : 0)));
            for (const [i, a] of own.entries()) {
              for (const [j, b] of own.entries())
                if (a > b && b > 0.1) expect(times[i]![0]!).toBeLessThanOrEqual(times[j]![0]!);
            }
          }
        },
      ),
    );
  });
});

describe('population', () => {
  test('a value at a centre excites its field fully and the neighbours by exp(−1.5² / 2)', () => {
    // Fields at 0, ½, 1; σ = ½ / 1.5 = ⅓; distance ½ is 1.5 σ, distance 1 is 3 σ.
    const chunk = encodePopulation(valuesOf(0.5, 0), 3, 0, 1);
    const [near, far] = [Math.exp(-1.125), Math.exp(-4.5)];
    expect(chunk.kind).toBe('constant');
    [near, 1, near, 1, near, far].forEach((current, at) => {
      expect((chunk as { values: Float64Array }).values[at]).toBeCloseTo(current, 12);
    });
  });

  test('the field nearest to the value answers most', () => {
    fc.assert(
      fc.property(fc.float({ min: -2, max: 2, noNaN: true }), fc.integer({ min: 2, max: 9 }), (value, fields) => {
        const { values } = encodePopulation(valuesOf(value), fields, -2, 2) as { values: Float64Array };
        const nearest = Math.round(((value + 2) * (fields - 1)) / 4);
        // Half-way between two centres both answer alike, but for rounding.
        expect(values[nearest]).toBeGreaterThanOrEqual(Math.max(...values) - 1e-12);
        expect(values.length).toBe(fields);
      }),
    );
  });
});
