import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { countPixels, rowLines, stepOfColumn } from '../../src/web/charts/time/pixel-counts.js';
import { rowLayout } from '../../src/web/charts/time/row-layout.js';
import { colourBytes, opacities, shadeCounts } from '../../src/web/charts/time/shade-counts.js';
import { rasterRows } from '../../src/web/view/raster-rows.js';

const layout = rowLayout(
  rasterRows([7, 130, 2].map((size, k) => ({ id: `l${k}`, size, neuron: 'lif', spikes: true, membrane: true }))),
);

describe('counting spikes into pixels', () => {
  test('gives what looking at each pixel gives', () => {
    const spikes = fc.array(fc.tuple(fc.nat({ max: 199 }), fc.nat({ max: 138 })), { maxLength: 300 });
    const scene = fc.record({
      places: fc.tuple(fc.nat({ max: layout.height - 1 }), fc.integer({ min: 1, max: layout.height })),
      pixels: fc.integer({ min: 1, max: 60 }),
      perStep: fc.constantFrom(1, 0.7, 1 / 3, 0.05),
    });
    fc.assert(
      fc.property(spikes, scene, (pairs, { places: [first, count], pixels, perStep }) => {
        const [from, to] = [first, Math.min(layout.height, first + count)];
        const lines = rowLines(layout, from, to, pixels);
        const width = Math.ceil(200 * perStep);
        const times = Uint32Array.from(pairs, ([time]) => time);
        const rows = Uint32Array.from(pairs, ([, row]) => row);
        const counts = countPixels({ times, rows, begin: 0, end: pairs.length }, lines, {
          first: 0,
          count: width,
          perStep,
        });
        const cells = new Map<number, number>();
        for (const [time, row] of pairs) {
          const { rowPlaces } = layout.bands.findLast(({ rows: own }) => own.first <= row)!;
          const line = Math.floor(((layout.placeOf[row]! + rowPlaces / 2 - from) / (to - from)) * lines.count + 1e-9);
          if (line < 0 || line >= lines.count) continue;
          const cell = line * width + Math.floor(time * perStep);
          cells.set(cell, (cells.get(cell) ?? 0) + 1);
        }
        // A row that is higher than a line is seen in every line that has its middle in the row.
        const naive = Array.from({ length: lines.count * width }, (_, cell) => {
          const source = lines.sourceOf[Math.floor(cell / width)]!;
          return cells.get(source * width + (cell % width)) ?? 0;
        });
        expect([...counts]).toEqual(naive);
      }),
    );
  });

  test('has a line for each place, or for each pixel where there are fewer', () => {
    expect(rowLines(layout, 0, 10, 100).count).toBe(10);
    const coarse = rowLines(layout, 0, layout.height, 6);
    expect(coarse.count).toBe(6);
    // 139 rows: two outputs have ⌊0.04 · 139 / 2⌋ = 2 places each, and two places lie between two layers.
    expect(layout.height).toBe(7 + 2 + 130 + 2 + 4);
    expect(coarse.rowsOfLine).toEqual([145 / 6, 145 / 6, 145 / 12]);
    expect([...coarse.layerOf]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...rowLines(layout, 139, 145, 6).layerOf]).toEqual([-1, -1, 2, 2, 2, 2]);
  });

  test('shows a row that is higher than a line in all of its lines', () => {
    const { lineOf, sourceOf } = rowLines(layout, 139, 145, 6);
    // Places 141 and 142 are output 0, 143 and 144 output 1: lines 2 and 3, 4 and 5, counted where the middle is.
    expect([...lineOf.subarray(137)]).toEqual([3, 5]);
    expect([...sourceOf]).toEqual([0, 1, 3, 3, 5, 5]);
    const spikes = { times: Uint32Array.of(0, 1), rows: Uint32Array.of(137, 138), begin: 0, end: 2 };
    const counts = countPixels(spikes, rowLines(layout, 139, 145, 6), { first: 0, count: 2, perStep: 1 });
    expect([...counts]).toEqual([0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
  });

  test('columns begin at the first step that falls into them', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1, noNaN: true }), fc.nat({ max: 500 }), (perStep, column) => {
        const step = stepOfColumn(column, perStep);
        expect(Math.floor(step * perStep)).toBeGreaterThanOrEqual(column);
        if (step > 0) expect(Math.floor((step - 1) * perStep)).toBeLessThan(column);
      }),
    );
  });
});

describe('shading', () => {
  test('is nothing for no spike, full for all, and never falls', () => {
    expect([...opacities(1)]).toEqual([0, 255]);
    fc.assert(
      fc.property(fc.double({ min: 1, max: 5000, noNaN: true }), (capacity) => {
        const table = opacities(capacity);
        expect(table[0]).toBe(0);
        expect(table[1]).toBeGreaterThanOrEqual(0.3 * 255);
        expect(table.every((opacity, count) => count === 0 || opacity >= table[count - 1]!)).toBe(true);
        if (capacity <= 4096) expect(table.at(-1)).toBe(255);
      }),
    );
  });

  test('follows the logarithm', () => {
    // Capacity 15: ln 16. One spike: 0.3 + 0.7 · ln 2 / ln 16 = 0.3 + 0.7 / 4 = 0.475, three: 0.3 + 0.7 / 2 = 0.65.
    const table = opacities(15);
    expect([table[1], table[3], table[15]]).toEqual([Math.round(0.475 * 255), Math.round(0.65 * 255), 255]);
  });

  test('colours each line, and leaves empty pixels clear', () => {
    const colours = Uint32Array.of(colourBytes('#0072b2'), colourBytes('#d55e00'));
    const opacity = [Uint8Array.of(0, 100, 255), Uint8Array.of(0, 50, 60)];
    const pixels = shadeCounts(Uint32Array.of(0, 1, 9, 0), colours, opacity);
    expect([...pixels]).toEqual([0, 0, 0, 0, 0x00, 0x72, 0xb2, 100, 0xd5, 0x5e, 0x00, 60, 0, 0, 0, 0]);
  });
});
