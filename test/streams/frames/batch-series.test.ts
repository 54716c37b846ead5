import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { BatchSeries } from '../../../src/streams/frames/batch-series.js';
import type { BatchColumns } from '../../../src/streams/frames/view-frame.js';
import { batchColumns } from './batch-columns.js';

function batches(from: number, accuracies: readonly number[]): BatchColumns {
  const column = (value: (k: number) => number) => Float32Array.from(accuracies, (_, k) => value(k));
  return {
    step: Uint32Array.from(accuracies, (_, k) => from + k + 1),
    epoch: column((k) => (from + k + 1) / 4),
    accuracy: Float32Array.from(accuracies),
    reward: column((k) => 2 * accuracies[k]!),
    spikesPerSample: column(() => 10),
    learningRate: column((k) => 1 / (from + k + 1)),
  };
}

/** Accuracies that float32 and their sums hold exactly. */
const eighths = fc.array(
  fc.nat({ max: 8 }).map((n) => n / 8),
  { maxLength: 200 },
);

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

describe('a series of batches', () => {
  test('joins pairs of neighbours when it is full', () => {
    const series = new BatchSeries(4);
    series.append(batches(0, [0, 1, 0.5, 0.25]));
    // Four points are the limit: (0 + 1) / 2 and (0.5 + 0.25) / 2.
    expect(series.batchesPerPoint).toBe(2);
    expect(series.column('accuracy')).toEqual([0.5, 0.375]);
    expect(series.column('reward')).toEqual([1, 0.75]);
    expect(series.column('step')).toEqual([2, 4]);
    expect(series.column('epoch')).toEqual([0.5, 1]);
    // A fifth batch waits for its pair.
    series.append(batches(4, [1]));
    expect(series.count).toBe(2);
    series.append(batches(5, [0]));
    expect(series.column('accuracy')).toEqual([0.5, 0.375, 0.5]);
    expect(series.column('learningRate').at(-1)).toBeCloseTo(1 / 6, 7);
  });

  test('stays below its limit, and each point is the mean of as many batches', () => {
    fc.assert(
      fc.property(eighths, fc.integer({ min: 1, max: 8 }), (accuracies, half) => {
        const series = new BatchSeries(2 * half);
        accuracies.forEach((accuracy, k) => {
          series.append(batches(k, [accuracy]));
        });
        const each = series.batchesPerPoint;
        expect(series.count).toBeLessThan(2 * half);
        expect(series.count).toBe(Math.floor(accuracies.length / each));
        series.column('accuracy').forEach((mean, point) => {
          const own = accuracies.slice(point * each, (point + 1) * each);
          expect(mean).toBeCloseTo(own.reduce((a, b) => a + b, 0) / each, 12);
          expect(series.column('step')[point]).toBe((point + 1) * each);
        });
      }),
    );
  });

  test('is the same whether batches come one by one or together', () => {
    fc.assert(
      fc.property(eighths, (accuracies) => {
        const [together, apart] = [new BatchSeries(8), new BatchSeries(8)];
        together.append(batches(0, accuracies));
        accuracies.forEach((accuracy, k) => {
          apart.append(batches(k, [accuracy]));
        });
        for (const name of ['step', 'accuracy', 'learningRate'] as const)
          expect(together.column(name)).toEqual(apart.column(name));
      }),
    );
  });
});

test('the newest batch is known also while it waits for a point, and when the points are those of another series', () => {
  const series = new BatchSeries(2);
  expect(series.newest).toBeUndefined();
  for (let step = 0; step < 21; step++) {
    series.append(batches(step, [0]));
    // Each is a quarter of an epoch.
    expect(series.newest).toEqual({ step: step + 1, epoch: (step + 1) / 4, learningRate: Math.fround(1 / (step + 1)) });
  }
  const other = new BatchSeries(4);
  other.append(batches(90, [0]));
  other.append(series.whole());
  expect(other.newest).toEqual(series.newest);
  other.append(new BatchSeries(4).whole());
  expect(other.newest).toBeUndefined();
});
