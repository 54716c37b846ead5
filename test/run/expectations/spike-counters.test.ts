import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpikeCounters } from '../../../src/run/expectations/spike-counters.js';
import { cutRasters, type Raster, recordedOf } from './raster.js';

const DT = 1e-3;
const h1 = [{ layer: 'h1', from: 0, to: 4 }];

describe('spikes are counted', () => {
  // 4 steps of 2 presentations of 4 units
  const raster: Raster = [
    [[0, 1], [3]],
    [[], [0]],
    [[2], [1, 2]],
    [[0], []],
  ];

  test('in a window, over all presentations: 1 + 3 in steps 1 and 2', () => {
    const counters = new SpikeCounters([{ nodes: h1, window: [1, 3] }], DT);
    counters.add([recordedOf('h1', raster)], { from: 0, batch: 2 });
    expect(counters.spikes(h1, [1, 3])).toBe(4);
    // 4 spikes of 4 nodes in 2 ms of 2 presentations: 4 / (4 · 0.002 · 2) = 250 Hz
    expect(counters.rate(h1, [1, 3])).toBe(250);
  });

  test('of some units only: 0 and 2 fire at steps 0, 1, 2, 2 and 3', () => {
    const nodes = [
      { layer: 'h1', from: 0, to: 1 },
      { layer: 'h1', from: 2, to: 3 },
    ];
    const counters = new SpikeCounters([{ nodes, window: [0, 4] }], DT);
    counters.add([recordedOf('h1', raster)], { from: 0, batch: 2 });
    expect(counters.spikes(nodes, [0, 4])).toBe(5);
  });

  test('of several layers together, and not of others', () => {
    const nodes = [...h1, { layer: 'out', from: 0, to: 1 }];
    const counters = new SpikeCounters([{ nodes, window: [0, 1] }], DT);
    // h1: 3 in step 0; out: unit 0 once; h2 is not asked for
    const rest: Raster = [[[0], []]];
    counters.add([recordedOf('h1', raster), recordedOf('out', rest), recordedOf('h2', rest)], { from: 0, batch: 2 });
    expect(counters.spikes(nodes, [0, 1])).toBe(4);
    // 4 / (5 nodes · 0.001 s · 2)
    expect(counters.rate(nodes, [0, 1])).toBeCloseTo(400, 9);
  });

  test('over all batches of a test: each begins at step 0', () => {
    const counters = new SpikeCounters([{ nodes: h1, window: [0, 4] }], DT);
    const first: Raster = raster.map(([presentation]) => [presentation!]);
    counters.add([recordedOf('h1', raster)], { from: 0, batch: 2 });
    counters.add([recordedOf('h1', first)], { from: 0, batch: 1 });
    // 8 + 4 spikes of 4 nodes in 4 ms of 3 presentations
    expect(counters.spikes(h1, [0, 4])).toBe(12);
    expect(counters.rate(h1, [0, 4])).toBeCloseTo(12 / (4 * 0.004 * 3), 9);
  });

  test('and nothing else is known', () => {
    const counters = new SpikeCounters([{ nodes: h1, window: [0, 4] }], DT);
    expect(counters.spikes(h1, [0, 3])).toBeUndefined();
    expect(counters.rate([{ layer: 'h2', from: 0, to: 4 }], [0, 4])).toBeUndefined();
    expect(counters.rate(h1, [0, 4])).toBeNaN();
  });
});

test('however steps are divided into chunks, the counts are those of all at once, and of counting by hand', () => {
  fc.assert(
    fc.property(cutRasters(4), fc.nat(11), fc.nat(11), ({ raster, batch, cuts }, a, b) => {
      const window = [Math.min(a, b), Math.max(a, b) + 1] as const;
      const nodes = [{ layer: 'h1', from: 1, to: 3 }];
      const counted = [{ nodes, window }];
      const whole = new SpikeCounters(counted, DT);
      whole.add([recordedOf('h1', raster)], { from: 0, batch });
      const pieces = new SpikeCounters(counted, DT);
      cuts.slice(1).forEach((to, n) => {
        pieces.add([recordedOf('h1', raster, cuts[n]!, to)], { from: cuts[n]!, batch });
      });
      const byHand = raster
        .slice(...window)
        .flat(2)
        .filter((unit) => unit === 1 || unit === 2).length;
      expect(pieces.spikes(nodes, window)).toBe(byHand);
      expect(whole.spikes(nodes, window)).toBe(byHand);
      expect(pieces.rate(nodes, window)).toBe(whole.rate(nodes, window));
    }),
  );
});
