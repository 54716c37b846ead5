import { describe, expect, test } from 'vitest';

import { cellAt, layHeatMap } from '../../src/web/sweep/heat-map-layout.js';
import { distanceToLine, numberPlace, parallelAxes } from '../../src/web/sweep/parallel-layout.js';
import { sweptAxes } from '../../src/web/sweep/swept-axes.js';
import { sweepFixture } from '../web-page/sweep-fixture.js';

describe('the layout of a heat map', () => {
  test('finds the cell at a place, and none beside them', () => {
    // Labels of 88 px and a gap of 12: cells begin at 100; (502 − 100 − 2) / 4 = 100 px each.
    const layout = layHeatMap(502, 4, 2, 88);
    expect(layout).toMatchObject({ left: 100, across: 100, top: 22, down: 44, height: 22 + 88 + 78 });
    expect(cellAt(layout, 305, 70)).toEqual({ column: 2, row: 1 });
    expect(cellAt(layout, 99, 70)).toBeUndefined();
    expect(cellAt(layout, 305, 111)).toBeUndefined();
  });

  test('takes no more than a third of a narrow picture for labels', () => {
    expect(layHeatMap(300, 3, 2, 400)).toMatchObject({ left: 105, across: (300 - 105 - 2) / 3 });
  });
});

describe('parallel coordinates', () => {
  test('place numbers by size, and by powers where they span decades', () => {
    expect(numberPlace(2, 1, 5)).toBe(0.25);
    expect(numberPlace(0.01, 0.001, 0.1)).toBeCloseTo(0.5, 12);
    expect(numberPlace(0, -1, 1000)).toBeCloseTo(1 / 1001, 12);
    expect(numberPlace(3, 3, 3)).toBe(0.5);
  });

  test('have an axis for each key that varies, and the metric last', () => {
    const values = { rule: ['b', 'a'], size: [30, 10, 20], epochs: [5], seed: [1, 2] };
    const document = sweepFixture(values, ({ size }) => (size === 10 ? undefined : Number(size) / 100));
    const axes = parallelAxes(document, sweptAxes(document), String);
    expect(axes.map(({ name }) => name)).toEqual(['rule', 'size', 'accuracy(test)']);
    // Words in the order of the sweep, numbers ascending; rows are b 30, b 10, b 20, a 30, a 10, a 20.
    expect(axes[0]!.places).toEqual([0, 0, 0, 1, 1, 1]);
    expect(axes[1]!.labels).toEqual(
      [
        { text: '10', at: 0 },
        { text: '20', at: 0.5 },
        { text: '30', at: 1 },
      ].map((label) => expect.objectContaining(label)),
    );
    expect(axes[1]!.places).toEqual([1, 0, 0.5, 1, 0, 0.5]);
    expect(axes[2]!.places).toEqual([1, undefined, 0, 1, undefined, 0]);
  });

  test('know how far a place is from a line', () => {
    // A line from (0, 0) to (10, 0): above its middle, and beyond its end (3-4-5).
    expect(distanceToLine([5, 2], [0, 0], [10, 0])).toBe(2);
    expect(distanceToLine([13, 4], [0, 0], [10, 0])).toBe(5);
    expect(distanceToLine([3, 4], [0, 0], [0, 0])).toBe(5);
  });
});
