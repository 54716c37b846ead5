import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { gutterLines } from '../../src/web/charts/time/gutter-lines.js';
import { gutterScale } from '../../src/web/charts/time/gutter-scale.js';
import { layerOfRow, placeRuns, rowLayout, rowOfPlace } from '../../src/web/charts/time/row-layout.js';
import { countRows, orderedRows } from '../../src/web/charts/time/row-order.js';
import { SlidingCounts } from '../../src/web/charts/time/sliding-counts.js';
import { rasterRows } from '../../src/web/view/raster-rows.js';
import { firstAtOrAfter, SpikeSeries } from '../../src/web/view/spike-series.js';

function rowsOf(...sizes: readonly number[]) {
  return rasterRows(sizes.map((size, k) => ({ id: `l${k}`, size, neuron: 'lif', spikes: true, membrane: true })));
}

function spikesOf(...pairs: readonly (readonly [time: number, row: number])[]) {
  const times = Uint32Array.from(pairs, ([time]) => time);
  return { times, rows: Uint32Array.from(pairs, ([, row]) => row), begin: 0, end: pairs.length };
}

describe('places of rows', () => {
  test('stand layer below layer, with room between', () => {
    const layout = rowLayout(rowsOf(3, 2));
    // Five rows: 1.5 % of them is less than one, so the room is one place.
    expect([...layout.placeOf]).toEqual([0, 1, 2, 4, 5]);
    expect(layout.height).toBe(6);
    expect(layout.bands.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [4, 6],
    ]);
    expect([-1, 0, 2.9, 3, 4, 5, 6].map((place) => rowOfPlace(layout, place))).toEqual([
      ...[undefined, 0, 2, undefined, 3, 4, undefined],
    ]);
  });

  test('follow an order within each layer', () => {
    const layout = rowLayout(rowsOf(3, 2), Uint32Array.of(2, 0, 1, 4, 3));
    expect([...layout.placeOf]).toEqual([1, 2, 0, 5, 4]);
    expect([0, 1, 2, 4, 5].map((place) => rowOfPlace(layout, place))).toEqual([2, 0, 1, 4, 3]);
  });

  test('of a small layer are higher, so that it is seen beside a large one', () => {
    const layout = rowLayout(rowsOf(1000, 10));
    // ⌊0.04 · 1010 / 10⌋ = 4 places a row; 15 places between the layers.
    expect(layout.bands.map(({ from, to, rowPlaces }) => [from, to, rowPlaces])).toEqual([
      [0, 1000, 1],
      [1015, 1055, 4],
    ]);
    expect([1014, 1015, 1018, 1019, 1054].map((place) => rowOfPlace(layout, place))).toEqual([
      ...[undefined, 1000, 1000, 1001, 1009],
    ]);
    expect(placeRuns(layout, 'l1', [2, 3])).toEqual([{ from: 1023, to: 1031 }]);
  });

  test('of some neurons are told as runs', () => {
    const layout = rowLayout(rowsOf(3, 5));
    expect(placeRuns(layout, 'l1', [0, 1, 3, 4, 9])).toEqual([
      { from: 4, to: 6 },
      { from: 7, to: 9 },
    ]);
    expect(placeRuns(layout, 'unknown', [0])).toEqual([]);
  });

  test('each row has its layer', () => {
    expect([...layerOfRow(rowsOf(2, 1, 2))]).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('the order of rows', () => {
  const rows = rowsOf(3, 2);
  // Row 1 spikes at 5 and 6, row 2 at 4, row 4 at 9; rows 0 and 3 are silent.
  const spikes = spikesOf([4, 2], [5, 1], [6, 1], [9, 4]);

  test.each([
    ['index', [0, 1, 2, 3, 4]],
    ['rate', [1, 2, 0, 4, 3]],
    ['first-spike', [2, 1, 0, 4, 3]],
  ] as const)('by %s stays within the layers', (order, expected) => {
    expect([...orderedRows(rows, order, spikes)]).toEqual(expected);
  });

  test('only asks the spikes of its part', () => {
    // From 5 on, row 2 is silent like row 0.
    expect([...orderedRows(rows, 'first-spike', { ...spikes, begin: 1 })]).toEqual([1, 0, 2, 4, 3]);
    expect([...countRows({ ...spikes, begin: 1, end: 3 }, 5)]).toEqual([0, 2, 0, 0, 0]);
  });

  test('names every row once, whatever the spikes', () => {
    const some = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 11 })));
    fc.assert(
      fc.property(some, fc.constantFrom('rate' as const, 'first-spike' as const), (pairs, order) => {
        const layers = rowsOf(5, 1, 6);
        const sorted = spikesOf(...pairs.toSorted(([a], [b]) => a - b));
        const ordered = orderedRows(layers, order, sorted);
        for (const { first, layer } of layers.layers) {
          const own = [...ordered.subarray(first, first + layer.size)];
          expect(own.toSorted((a, b) => a - b)).toEqual(own.map((_, k) => first + k));
        }
      }),
    );
  });
});

test('counts of a window that moves are those counted anew', () => {
  const spikes = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 5 })), { maxLength: 80 });
  const moves = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 40 }), fc.nat({ max: 10 })));
  fc.assert(
    fc.property(spikes, moves, (pairs, windows) => {
      const series = new SpikeSeries(40);
      const { times, rows } = spikesOf(...pairs.toSorted(([a], [b]) => a - b));
      series.append(times, rows);
      const sliding = new SlidingCounts(series, 6);
      let newest = 60;
      for (const [from, width, more] of windows) {
        // New spikes come in meanwhile, and old ones are forgotten.
        newest += more;
        series.append(new Uint32Array(more).fill(newest), new Uint32Array(more).fill(more % 6));
        if (more % 3 === 0) series.forgetBefore(from);
        const window = { from, to: from + width };
        const range = {
          times: series.times,
          rows: series.rows,
          begin: firstAtOrAfter(series.times, from),
          end: firstAtOrAfter(series.times, from + width),
        };
        expect([...sliding.within(window)]).toEqual([...countRows(range, 6)]);
      }
    }),
  );
});

test('the scale of the gutter has its unit in the longest form that fits', () => {
  // Letters of six pixels: nine of ' per step', five of '/step'.
  const written = (figure: string, room: number) => gutterScale(figure, room, ({ length }) => 6 * length);
  expect(written('1', 60)).toEqual({ text: '1 per step', size: 1 });
  expect(written('1', 43)).toEqual({ text: '1/step', size: 1 });
  expect(written('0.5', 43)).toEqual({ text: '0.5/step', size: 10 / 12 });
  expect(written('0.005', 43)).toEqual({ text: '0.005', size: 1 });
});

describe('bars of the gutter', () => {
  const layout = rowLayout(rowsOf(4, 2));

  test('are one for each place where there is room', () => {
    const { means, colours } = gutterLines(layout, { from: 0, to: 7 }, Uint32Array.of(1, 2, 3, 4, 5, 6), 7);
    expect([...means]).toEqual([1, 2, 3, 4, -1, 5, 6]);
    expect([...colours]).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });

  test('are the mean of the rows that share a line', () => {
    // Places 0 … 3 on two lines: (1 + 2) / 2 and (3 + 4) / 2.
    const { means } = gutterLines(layout, { from: 0, to: 4 }, Uint32Array.of(1, 2, 3, 4, 5, 6), 2);
    expect([...means]).toEqual([1.5, 3.5]);
  });
});
