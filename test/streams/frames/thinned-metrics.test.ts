import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Measured, thinnedMetrics } from '../../../src/streams/frames/thinned-metrics.js';

const train = (epoch: number): Measured => ({ split: 'train', epoch });
const measuredIn = (epochs: number, testEvery: number): Measured[] =>
  Array.from({ length: epochs }, (_, k) => k + 1).flatMap((epoch) =>
    epoch % testEvery === 0 ? [train(epoch), { split: 'test' as const, epoch }] : [train(epoch)],
  );
const epochsOf = (measured: readonly Measured[], split: Measured['split']) =>
  measured.filter((one) => one.split === split).map(({ epoch }) => epoch);

test('metrics that fit stay as they are', () => {
  const measured = measuredIn(4, 2);
  expect(thinnedMetrics(measured, 6)).toEqual(measured);
});

test('of too many the first of every two epochs stays, and the newest', () => {
  // 9 epochs for 8 places: 1, 3, 5, 7, 9 are no more than three quarters of 8.
  expect(
    thinnedMetrics(
      Array.from({ length: 9 }, (_, k) => train(k + 1)),
      8,
    ),
  ).toEqual([1, 3, 5, 7, 9].map(train));
  // 10 epochs: the newest is the second of its two.
  const ten = Array.from({ length: 10 }, (_, k) => train(k + 1));
  expect(thinnedMetrics(ten, 8)).toEqual([1, 3, 5, 7, 9, 10].map(train));
  // 18 epochs: nine of every two are too many still; 1, 5, 9, 13, 17 of every four, and the newest.
  expect(
    thinnedMetrics(
      Array.from({ length: 18 }, (_, k) => train(k + 1)),
      8,
    ),
  ).toEqual([1, 5, 9, 13, 17, 18].map(train));
});

test('each split is thinned by itself: seldom tests stay longer than training epochs', () => {
  // 40 epochs and 4 tests for 24 places: 20 of every two epochs, all tests, and the newest epoch make 25; of every four 10.
  const kept = thinnedMetrics(measuredIn(40, 10), 24);
  expect(epochsOf(kept, 'test')).toEqual([10, 20, 30, 40]);
  expect(epochsOf(kept, 'train')).toEqual([1, 5, 9, 13, 17, 21, 25, 29, 33, 37, 40]);
});

test('metrics that come one by one stay bounded, in order, from the first to the newest of each split', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 40 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 9 }),
      (limit, epochs, testEvery) => {
        const all = measuredIn(epochs, testEvery);
        let kept: Measured[] = [];
        for (const one of all) kept = thinnedMetrics([...kept, one], limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept).toEqual(all.filter((one) => kept.includes(one)));
        for (const split of ['train', 'test'] as const) {
          const [whole, some] = [epochsOf(all, split), epochsOf(kept, split)];
          expect([some[0], some.at(-1)]).toEqual([whole[0], whole.at(-1)]);
        }
      },
    ),
  );
});

test('a limit without room for the ends of both splits is refused', () => {
  expect(() => thinnedMetrics([], 3)).toThrow(new RangeError('limit: expected a number >= 4, got 3'));
});
