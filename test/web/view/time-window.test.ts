import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { movedWindow } from '../../../src/web/charts/time/brush-window.js';
import {
  FEWEST_STEPS,
  fittedWindow,
  followedWindow,
  pannedWindow,
  zoomedWindow,
} from '../../../src/web/view/time-window.js';

const EXTENT = { from: 100, to: 600 };
const extents = fc
  .tuple(fc.nat({ max: 1000 }), fc.integer({ min: FEWEST_STEPS, max: 1000 }))
  .map(([from, steps]) => ({ from, to: from + steps }));
const windows = fc
  .tuple(fc.integer({ min: -500, max: 1500 }), fc.integer({ min: 1, max: 800 }))
  .map(([from, steps]) => ({ from, to: from + steps }));

describe('a window on the time axis', () => {
  test('lies in the extent after whatever is done to it, and is never narrower than a few steps', () => {
    const factors = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(windows, extents, factors, fc.integer({ min: -900, max: 900 }), (window, extent, factor, steps) => {
        for (const next of [
          fittedWindow(window, extent),
          zoomedWindow(window, factor, window.from + 0.5, extent),
          pannedWindow(window, steps, extent),
          followedWindow(window, extent, extent, 400),
        ]) {
          expect(next.from).toBeGreaterThanOrEqual(extent.from);
          expect(next.to).toBeLessThanOrEqual(extent.to + 1e-9);
          expect(next.to - next.from).toBeGreaterThanOrEqual(FEWEST_STEPS - 1e-9);
        }
      }),
    );
  });

  test('zooms around a step that stays where it is', () => {
    // Step 250 is a quarter into 200 … 400; so it is into 225 … 325, half as wide.
    expect(zoomedWindow({ from: 200, to: 400 }, 0.5, 250, EXTENT)).toEqual({ from: 225, to: 325 });
    // Zooming out goes no farther than the extent.
    expect(zoomedWindow({ from: 200, to: 400 }, 10, 250, EXTENT)).toEqual(EXTENT);
  });

  test('pans to the ends and no farther', () => {
    expect(pannedWindow({ from: 200, to: 300 }, 50, EXTENT)).toEqual({ from: 250, to: 350 });
    expect(pannedWindow({ from: 200, to: 300 }, -500, EXTENT)).toEqual({ from: 100, to: 200 });
    expect(pannedWindow({ from: 200, to: 300 }, 500, EXTENT)).toEqual({ from: 500, to: 600 });
  });

  test('is that of a fresh state where there is nothing', () => {
    expect(fittedWindow({ from: 3, to: 9 }, { from: 0, to: 0 })).toEqual({ from: 0, to: 1 });
  });

  test('that follows ends where the extent ends', () => {
    const before = { from: 0, to: 500 };
    const extent = { from: 0, to: 525 };
    expect(followedWindow({ from: 300, to: 400 }, before, extent, 1000)).toEqual({ from: 425, to: 525 });
    // What showed everything goes on doing so …
    expect(followedWindow(before, before, extent, 1000)).toEqual(extent);
    // … until it is wide enough, and slides from there on,
    expect(followedWindow(before, before, extent, 500)).toEqual({ from: 25, to: 525 });
    // unless somebody wanted it wider.
    expect(followedWindow(before, before, extent, 400)).toEqual(extent);
  });

  test('of a fresh state shows everything, or as much as a window that follows shows', () => {
    const fresh = { from: 0, to: 1 };
    expect(followedWindow(fresh, EXTENT, EXTENT, 1000)).toEqual(EXTENT);
    expect(followedWindow(fresh, EXTENT, EXTENT, 200)).toEqual({ from: 400, to: 600 });
  });
});

describe('a brush', () => {
  const window = { from: 200, to: 300 };

  test.each([
    ['from', 20, { from: 220, to: 300 }],
    ['from', 500, { from: 296, to: 300 }],
    ['from', -500, { from: 100, to: 300 }],
    ['to', 500, { from: 200, to: 600 }],
    ['to', -500, { from: 200, to: 204 }],
    ['whole', 30, { from: 230, to: 330 }],
    ['whole', 900, { from: 500, to: 600 }],
    ['whole', -900, { from: 100, to: 200 }],
  ] as const)('moved at its %s by %d steps stays in the extent and in order', (part, steps, expected) => {
    expect(movedWindow(window, part, steps, EXTENT)).toEqual(expected);
  });
});
