import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Density } from '../../src/web/charts/time/density.js';
import { MOST_POINTS, populationRates } from '../../src/web/charts/time/population-rates.js';
import { rasterRows } from '../../src/web/view/raster-rows.js';
import { SpikeSeries } from '../../src/web/view/spike-series.js';

const rows = rasterRows([2, 4].map((size, k) => ({ id: `l${k}`, size, neuron: 'lif', spikes: true, membrane: true })));

function seriesOf(...pairs: readonly (readonly [time: number, row: number])[]): SpikeSeries {
  const series = new SpikeSeries(10_000);
  series.append(
    Uint32Array.from(pairs, ([time]) => time),
    Uint32Array.from(pairs, ([, row]) => row),
  );
  return series;
}

const BIN = { kind: 'bin', width: 2 } as const;
const ALL = [{ from: 0, to: 10 }];

describe('rates in bins', () => {
  const spikes = seriesOf([0, 0], [1, 0], [1, 1], [3, 2], [5, 5], [5, 4]);

  test('are spikes of a neuron and step', () => {
    const { binSteps, starts, rates } = populationRates(spikes, rows, { from: 0, to: 6 }, BIN, ALL);
    expect(binSteps).toBe(2);
    expect([...starts]).toEqual([0, 2, 4]);
    // Layer 0: three spikes of two neurons in two steps. Layer 1: one and two spikes of four neurons in two steps.
    expect(rates.map((values) => [...values])).toEqual([
      [3 / 4, 0, 0],
      [0, 1 / 8, 2 / 8],
    ]);
  });

  test('lie on multiples of their width and are whole at the ends of the window', () => {
    const { starts, rates } = populationRates(spikes, rows, { from: 1.5, to: 4.5 }, BIN, ALL);
    expect([...starts]).toEqual([0, 2, 4]);
    expect([...rates[0]!]).toEqual([3 / 4, 0, 0]);
    expect([...rates[1]!]).toEqual([0, 1 / 8, 2 / 8]);
  });

  test('count the steps that were shown, and are none where nothing was', () => {
    const shown = [
      { from: 0, to: 1 },
      { from: 4, to: 6 },
    ];
    const { rates } = populationRates(seriesOf([0, 0], [5, 0]), rows, { from: 0, to: 6 }, BIN, shown);
    // The first bin was shown for one step: 1 / (2 · 1); the second not at all.
    expect([...rates[0]!]).toEqual([1 / 2, Number.NaN, 1 / 4]);
  });

  test('become wider until there are few enough', () => {
    const { binSteps, starts } = populationRates(spikes, rows, { from: 0, to: 50_000 }, BIN, ALL);
    // 2 · 2⁴ = 32 steps: 1563 bins; 16 steps would be 3125.
    expect(binSteps).toBe(32);
    expect(starts).toHaveLength(1563);
    fc.assert(
      fc.property(
        fc.nat({ max: 100_000 }),
        fc.integer({ min: 4, max: 200_000 }),
        fc.integer({ min: 1, max: 60 }),
        (from, width, bin) => {
          const kernel = { kind: 'bin', width: bin } as const;
          const points = populationRates(spikes, rows, { from, to: from + width }, kernel, ALL).starts;
          expect(points.length).toBeLessThanOrEqual(MOST_POINTS);
          expect(points[0]).toBeLessThanOrEqual(from);
        },
      ),
    );
  });

  test('lose no spike', () => {
    const some = fc.array(fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 5 })));
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 30 }), (pairs, width) => {
        const sorted = pairs.toSorted(([a], [b]) => a - b);
        const shown = [{ from: 0, to: 1000 }];
        const { rates } = populationRates(
          seriesOf(...sorted),
          rows,
          { from: 0, to: 100 },
          { kind: 'bin', width },
          shown,
        );
        rates.forEach((values, number) => {
          const { first, layer } = rows.layers[number]!;
          const own = pairs.filter(([, row]) => row >= first && row < first + layer.size).length;
          expect(values.reduce((a, b) => a + b, 0) * layer.size * width).toBeCloseTo(own, 9);
        });
      }),
    );
  });
});

describe('rates under a Gaussian', () => {
  const kernel = { kind: 'gaussian', width: 1 } as const;

  test('are the spikes around, weighted by how far they are', () => {
    const { starts, rates } = populationRates(seriesOf([5, 0]), rows, { from: 4, to: 7 }, kernel, [
      { from: 0, to: 100 },
    ]);
    expect([...starts]).toEqual([4, 5, 6]);
    // Weights 1, e^−½, e^−2, e^−4½, e^−8 on both sides; one spike of two neurons.
    const g = [0, 1, 2, 3, 4].map((k) => Math.exp(-(k ** 2) / 2));
    const whole = g[0]! + 2 * (g[1]! + g[2]! + g[3]! + g[4]!);
    // At step 4 all nine weights lie on 0 … 8: nothing is cut off.
    expect(rates[0]![0]).toBeCloseTo(g[1]! / whole / 2, 12);
    expect(rates[0]![1]).toBeCloseTo(g[0]! / whole / 2, 12);
    expect(rates[0]![2]).toBeCloseTo(g[1]! / whole / 2, 12);
  });

  test('stay constant where the rate is constant, also beside what was not shown', () => {
    const pairs = Array.from({ length: 20 }, (_, time) => [time, 0] as const);
    const wide = { kind: 'gaussian', width: 3 } as const;
    const { rates } = populationRates(seriesOf(...pairs), rows, { from: 0, to: 25 }, wide, [{ from: 0, to: 20 }]);
    for (let step = 0; step < 20; step++) expect(rates[0]![step]).toBeCloseTo(0.5, 12);
    expect([...rates[0]!.subarray(20)]).toEqual(Array(5).fill(Number.NaN));
  });
});

describe('density of all that is kept', () => {
  test('that only counts what is new is the same as counted at once', () => {
    const gaps = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 5 })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 30 }), (pairs, most) => {
        const series = new SpikeSeries(1000);
        const density = new Density(series, rows);
        let time = 0;
        for (const [gap, row] of pairs) {
          time += gap;
          series.append(Uint32Array.of(time), Uint32Array.of(row));
          const extent = { from: 0, to: time + 1 };
          const grown = density.over(extent, most);
          const fresh = new Density(series, rows).over(extent, most);
          expect(grown.binSteps).toBe(fresh.binSteps);
          expect(grown.counts[0]!.length).toBeLessThanOrEqual(most + 1);
          expect(grown.counts.map((counts) => [...counts])).toEqual(fresh.counts.map((counts) => [...counts]));
        }
      }),
    );
  });

  test('has bins that are powers of two, and leaves out what lies before the extent', () => {
    const series = seriesOf([1, 0], [9, 0], [17, 2], [31, 5]);
    const { binSteps, first, counts } = new Density(series, rows).over({ from: 8, to: 32 }, 5);
    // 24 steps in five bins at most: eight steps each.
    expect([binSteps, first]).toEqual([8, 1]);
    expect(counts.map((values) => [...values])).toEqual([
      [1, 0, 0],
      [0, 1, 1],
    ]);
  });
});
