import fc from 'fast-check';
import { expect, test } from 'vitest';

import { BatchSeries } from '../../../src/streams/frames/batch-series.js';
import { batchColumns } from './batch-columns.js';

test('keeps every batch while there is room', () => {
  const series = new BatchSeries(8);
  series.append(batchColumns(1, 3));
  expect(series.column('step')).toEqual([1, 2, 3]);
  expect(series.column('reward')).toEqual([1, 2, 3]);
  expect(series.batchesPerPoint).toBe(1);
});

test('makes one point of two when it is full: means, of step, epoch and learning rate the later one', () => {
  const series = new BatchSeries(4);
  series.append(batchColumns(1, 4));
  // Rewards 1, 2 and 3, 4.
  expect(series.column('reward')).toEqual([1.5, 3.5]);
  expect(series.column('step')).toEqual([2, 4]);
  expect(series.batchesPerPoint).toBe(2);
  series.append(batchColumns(5, 1));
  expect(series.count).toBe(2);
  series.append(batchColumns(6, 1));
  expect(series.column('reward')).toEqual([1.5, 3.5, 5.5]);
});

test('a series goes on from the points of another one as that one does', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), (before, after) => {
      const series = new BatchSeries(16);
      series.append(batchColumns(1, before));
      const other = new BatchSeries(16);
      other.append(batchColumns(900, 5));
      other.append(series.whole());
      for (const both of [series, other]) both.append(batchColumns(before + 1, after));
      expect(other.batchesPerPoint).toBe(series.batchesPerPoint);
      // Whole numbers and binary fractions of them: float32 on the way loses nothing.
      for (const name of ['step', 'reward'] as const) expect(other.column(name)).toEqual(series.column(name));
    }),
  );
});

test('batches that wait for a point are told as an entry of their own', () => {
  const series = new BatchSeries(8);
  series.append(batchColumns(1, 13));
  // 8 batches fill it: points of 2. Six of them, and batch 13.
  expect(series.whole()).toMatchObject({ batchesPerPoint: 2, lastBatches: 1 });
  expect([...series.whole().step]).toEqual([2, 4, 6, 8, 10, 12, 13]);
  const other = new BatchSeries(8);
  other.append(series.whole());
  expect(other.count).toBe(6);
  other.append(batchColumns(14, 1));
  // Rewards 13 and 14.
  expect(other.column('reward').at(-1)).toBe(13.5);
});

test('points of a longer series are thinned on the way in', () => {
  const long = new BatchSeries(64);
  long.append(batchColumns(1, 60));
  const short = new BatchSeries(16);
  short.append(long.whole());
  // 60 points: pairs at 16 points, fours at 16 pairs, and so on: 15 points of 4 batches.
  expect(short.batchesPerPoint).toBe(4);
  expect(short.column('step')).toEqual(Array.from({ length: 15 }, (_, k) => 4 * (k + 1)));
  expect(short.column('reward')).toEqual(Array.from({ length: 15 }, (_, k) => 4 * k + 2.5));
});

test('a limit must be even', () => {
  expect(() => new BatchSeries(7)).toThrow('limit: expected an even integer >= 2, got 7');
});
