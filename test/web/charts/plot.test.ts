import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOutline } from '../../../src/web/charts/plot/band-outline.js';
import { columnRanges } from '../../../src/web/charts/plot/column-ranges.js';
import { moveCursor } from '../../../src/web/charts/plot/cursor-keys.js';
import {
  extentAcross,
  extentUp,
  lastAtOrBefore,
  logarithmicScale,
  roomyScale,
} from '../../../src/web/charts/plot/curve.js';
import { spreadLabels } from '../../../src/web/charts/plot/spread-labels.js';
import { dashOf } from '../../../src/web/charts/plot/strokes.js';
import {
  fewDigits,
  linearTicks,
  logarithmicTicks,
  percentTexts,
  powerText,
  tickTexts,
  WHOLE,
} from '../../../src/web/charts/plot/ticks.js';

describe('ticks', () => {
  test('are round numbers within the range, without rounding errors', () => {
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(linearTicks(0.11, 0.39, 3)).toEqual([0.2, 0.3]);
    expect(linearTicks(-0.02, 0.021, 5)).toEqual([-0.02, -0.01, 0, 0.01, 0.02]);
    expect(linearTicks(0, 12, 6, WHOLE)).toEqual([0, 5, 10]);
    expect(linearTicks(3, 3, 4)).toEqual([3]);
    expect(linearTicks(Number.NaN, 1, 4)).toEqual([]);
  });

  test('are never more than asked for, ascending, and within the range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        (from, width, most) => {
          const ticks = linearTicks(from, from + width, most);
          expect(ticks.length).toBeLessThanOrEqual(most);
          for (const [k, tick] of ticks.entries()) {
            expect(tick).toBeGreaterThanOrEqual(from - width * 1e-6);
            expect(tick).toBeLessThanOrEqual(from + width * (1 + 1e-6));
            if (k > 0) expect(tick).toBeGreaterThan(ticks[k - 1]!);
          }
        },
      ),
    );
  });

  test('of a logarithmic scale are powers of ten, or 1, 2 and 5 times them over a short range', () => {
    expect(logarithmicTicks(1e-20, 1, 5)).toEqual([1e-20, 1e-15, 1e-10, 1e-5, 1]);
    expect(logarithmicTicks(0.02, 0.6, 5)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5]);
  });

  test('of a logarithmic scale between two of those are multiples of a round number', () => {
    // 0.02 and 0.05 are both outside.
    expect(logarithmicTicks(0.022, 0.046, 5)).toEqual([0.025, 0.03, 0.035, 0.04, 0.045]);
  });

  test('of a logarithmic scale are two at least, however short it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
        fc.double({ min: 1.01, max: 1e6, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (from, ratio, most) => {
          expect(logarithmicTicks(from, from * ratio, most).length).toBeGreaterThanOrEqual(2);
        },
      ),
    );
  });

  test('have texts with equally many decimals, real minus signs and powers for the extreme', () => {
    expect(tickTexts([-0.5, 0, 0.25])).toEqual(['−0.50', '0.00', '0.25']);
    expect(tickTexts([0, 5, 10])).toEqual(['0', '5', '10']);
    expect(tickTexts([-10_000, 2500, 20_000])).toEqual(['−10,000', '2,500', '20,000']);
    expect(percentTexts([0.95, 0.975, 1])).toEqual(['95.0 %', '97.5 %', '100.0 %']);
    expect(powerText(1e-16)).toBe('10⁻¹⁶');
    expect(powerText(-2.5e-4)).toBe('−2.5×10⁻⁴');
    expect(powerText(0)).toBe('0');
    expect([0.4212, 1250.4, 3.14e-5, -0.5, Number.NaN].map((value) => fewDigits(value))).toEqual([
      ...['0.421', '1,250', '3.14×10⁻⁵', '−0.5', '–'],
    ]);
  });

  test('and other numbers have so many digits as are asked for, whatever their size', () => {
    expect([1234.56, 123_456.7, 1_234_567, 5.129e-17].map((value) => fewDigits(value, 6))).toEqual([
      ...['1,234.56', '123,457', '1.23457×10⁶', '5.129×10⁻¹⁷'],
    ]);
    expect([1234.56, 1_234_567, 5.129e-17].map((value) => fewDigits(value, 2))).toEqual([
      ...['1,200', '1.2×10⁶', '5.1×10⁻¹⁷'],
    ]);
    // 999,999.5 is a million in three digits.
    expect(fewDigits(999_999.5)).toBe('10⁶');
  });
});

describe('labels', () => {
  test('that collide move as a block around the mean of their places', () => {
    // 50 and 54 need 10: middle 52, so 47 and 57; 100 is far away.
    expect(spreadLabels([54, 100, 50], 10, 0, 200)).toEqual([57, 100, 47]);
    // 2 must not rise above 5 at the top: 5 and 15.
    expect(spreadLabels([2, 3], 10, 5, 100)).toEqual([5, 15]);
  });

  test('keep their order and their distance, and stay inside when they fit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 12 }), (places) => {
        const spread = spreadLabels(places, 15, 0, 300);
        const order = places.map((_, k) => k).toSorted((a, b) => places[a]! - places[b]! || a - b);
        for (let rank = 1; rank < order.length; rank++)
          expect(spread[order[rank]!]! - spread[order[rank - 1]!]!).toBeGreaterThanOrEqual(15 - 1e-9);
        for (const middle of spread) {
          expect(middle).toBeGreaterThanOrEqual(-1e-9);
          expect(middle).toBeLessThanOrEqual(300 + 1e-9);
        }
      }),
    );
  });
});

test('36 lines differ in colour or dash pattern', () => {
  const looks = Array.from({ length: 36 }, (_, k) => `${k % 6} ${dashOf(k)}`);
  expect(new Set(looks).size).toBe(36);
});

describe('a plot of curves', () => {
  const curve = { colour: '#000000', dash: [], width: 1 };
  const content = {
    curves: [
      { ...curve, x: [1, 2, 3], y: [5, Number.NaN, 9], band: { low: [4, 4, 8], high: [6, 6, 20] } },
      { ...curve, x: [], y: [] },
    ],
    levels: [{ y: 2, text: '', side: 'below' as const }],
    marks: [],
  };

  test('spans all curves across, and what is in sight up, bands and levels included', () => {
    expect(extentAcross(content)).toEqual({ from: 1, to: 3 });
    expect(extentAcross({ curves: [] })).toBeUndefined();
    expect(extentUp(content, { from: 1, to: 3 }, false)).toEqual({ from: 2, to: 20 });
    // The window begins within the second stretch: its first point belongs to what is seen, the last does not.
    expect(extentUp({ ...content, levels: [] }, { from: 2.5, to: 2.9 }, false)).toEqual({ from: 4, to: 6 });
    expect(extentUp({ ...content, curves: [], levels: [] }, { from: 0, to: 1 }, false)).toBeUndefined();
  });

  test('on a logarithmic scale is positive', () => {
    const zero = { ...content, curves: [{ ...curve, x: [1, 2], y: [0, 1e-3] }], levels: [] };
    expect(extentUp(zero, { from: 1, to: 2 }, true)).toEqual({ from: 1e-3, to: 1e-3 });
    expect(logarithmicScale({ from: 3e-17, to: 0.4 })).toEqual({ from: 1e-17, to: 1 });
  });

  test('has air around its values, but not beyond the borders of shares', () => {
    // 6 % of 0.5 is 0.03.
    expect(roomyScale({ from: 0.5, to: 1 }, { from: 0, to: 1 })).toEqual({ from: 0.47, to: 1 });
    const single = roomyScale({ from: 3, to: 3 });
    expect(single.to).toBeGreaterThan(single.from);
  });

  test('has bands that reach down to its border where an end is 0 on a logarithmic scale', () => {
    const area = { left: 0, top: 10, width: 100, height: 50, ratio: 1 };
    // A decade is 20 high, and 1 lies at the upper border: 0.1 at 30, 0.01 at 50, 0 infinitely far below 60.
    const places = { ...area, x: (at: number) => 10 * at, y: (value: number) => 10 - 20 * Math.log10(value) };
    expect(bandOutline([1, 2], { low: [0.01, 0], high: [1, 0.1] }, places)).toEqual([
      [10, 10],
      [20, 30],
      [20, 60],
      [10, 50],
    ]);
  });

  test('finds the last value at or before a place', () => {
    expect([0, 1, 2.5, 9].map((at) => lastAtOrBefore([1, 2, 3], at))).toEqual([-1, 0, 1, 2]);
  });
});

describe('keys of a plot', () => {
  const key = (name: string, shiftKey = false) => ({
    ...{ key: name, shiftKey, ctrlKey: false, metaKey: false, altKey: false },
  });
  const window = { from: 0, to: 10 };
  const press = (name: string, cursor?: number, shift = false) =>
    moveCursor(key(name, shift), cursor, window, { smallest: 1 });

  test('move the cursor by a hundredth of what is in sight, by a tenth with shift, and stop at the borders', () => {
    expect(press('ArrowRight', 5)).toEqual({ cursor: 5.1 });
    expect(press('ArrowLeft', 5, true)).toEqual({ cursor: 4 });
    expect(press('ArrowLeft', 0)).toEqual({ cursor: 0 });
    expect(press('End', 3)).toEqual({ cursor: 10 });
    expect(press('Escape', 3)).toEqual({ cursor: undefined });
  });

  test('zoom around the cursor, not below the smallest window, and back', () => {
    // 10 / 1.5 = 6.67 wide; 3 stays at 30 %.
    const moved = press('+', 3);
    expect(moved && 'window' in moved && moved.window?.from).toBeCloseTo(3 - 0.3 * (10 / 1.5), 12);
    const small = moveCursor(key('+'), undefined, { from: 0, to: 1.2 }, { smallest: 1 });
    expect(small && 'window' in small && small.window!.to - small.window!.from).toBeCloseTo(1, 12);
    expect(press('0')).toEqual({ window: undefined });
  });

  test('leave other keys, and keys of the browser, alone', () => {
    expect(press('a')).toBeUndefined();
    expect(moveCursor({ ...key('0'), ctrlKey: true }, 1, window, { smallest: 1 })).toBeUndefined();
  });
});

describe('a dense curve', () => {
  const ranges = (points: readonly (readonly [number, number])[], columns: number) => {
    const { low, high } = columnRanges(
      points.length,
      (k) => points[k]![0],
      (k) => points[k]![1],
      columns,
    );
    return Array.from(low, (from, column) => [from, high[column]!]);
  };

  test('has one stroke a column, from its lowest to its highest point, without breaks', () => {
    // Column 0 holds 4 and 6 and ends at 6, where column 1 begins.
    expect(
      ranges(
        [
          [0.1, 4],
          [0.9, 6],
          [1.5, 9],
        ],
        2,
      ),
    ).toEqual([
      [4, 6],
      [6, 9],
    ]);
  });

  test('bridges columns without a point, but not a gap', () => {
    // From 0 in column 0 to 4 in column 2: half way in column 1.
    expect(
      ranges(
        [
          [0, 0],
          [2.5, 4],
        ],
        3,
      ),
    ).toEqual([
      [0, 0],
      [0, 2],
      [2, 4],
    ]);
    expect(
      ranges(
        [
          [0, 1],
          [0.5, Number.NaN],
          [2, 5],
        ],
        3,
      ),
    ).toEqual([
      [1, 1],
      [Number.NaN, Number.NaN],
      [5, 5],
    ]);
  });

  test('passes over what is outside', () => {
    expect(
      ranges(
        [
          [-3, 1],
          [0, 2],
          [7, 3],
        ],
        1,
      ),
    ).toEqual([[2, 2]]);
  });
});
