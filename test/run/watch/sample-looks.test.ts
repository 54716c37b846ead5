import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { planNetwork } from '../../../src/core/network/plan-network.js';
import { keptMembranes, shownSamples } from '../../../src/run/watch/sample-looks.js';
import { dense, identity, lif, network } from '../../core/network/small-networks.js';

describe('the samples that are shown', () => {
  test('are the first of each class, in their order', () => {
    expect(shownSamples(Int32Array.of(2, 2, 0, 2, 1, 0, 2, 2, 2, 2, 2))).toEqual([0, 2, 4]);
  });

  test('are all of them where there are ten at most', () => {
    expect(shownSamples(Int32Array.of(2, 2, 0, 2))).toEqual([0, 1, 2, 3]);
    expect(shownSamples(new Int32Array(10))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(shownSamples(new Int32Array(11))).toEqual([0]);
  });

  test('are ten at most', () => {
    expect(shownSamples(Int32Array.from({ length: 50 }, (_, k) => k >> 1))).toEqual([
      0, 2, 4, 6, 8, 10, 12, 14, 16, 18,
    ]);
  });
});

describe('the membranes that are kept', () => {
  const plan = planNetwork(
    network([2], [dense('h', 100, lif), dense('relay', 7, identity), dense('out', 4, lif)], 'rate'),
  );
  const of = (room: number, layer: string) =>
    keptMembranes(plan, room).flatMap((place) => (place.layer === layer ? [place.unit] : []));

  test('are all where there is room, of layers with membranes', () => {
    expect(keptMembranes(plan, 104).length).toBe(104);
    expect([of(104, 'h').length, of(104, 'relay').length, of(104, 'out')]).toEqual([100, 0, [0, 1, 2, 3]]);
  });

  test('are evenly spread units of large layers, and all of small ones, where there is not', () => {
    // Half of the room for each; `out` needs 4 of 7, which leaves 10 for `h`.
    expect([of(14, 'h'), of(14, 'out')]).toEqual([
      [0, 10, 20, 30, 40, 50, 60, 70, 80, 90],
      [0, 1, 2, 3],
    ]);
  });

  test('are never more than there is room for, nor one twice', () => {
    fc.assert(
      fc.property(fc.nat(120), (room) => {
        const kept = keptMembranes(plan, room);
        expect(kept.length).toBe(Math.min(room, 104));
        expect(new Set(kept.map(({ layer, unit }) => `${layer} ${unit}`)).size).toBe(kept.length);
      }),
    );
  });
});
