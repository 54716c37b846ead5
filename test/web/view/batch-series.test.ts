import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { BatchColumns } from '../../../src/streams/frames/view-frame.js';
import { BatchSeries } from '../../../src/web/view/batch-series.js';

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

  test('refuses a limit that cannot be halved', () => {
    expect(() => new BatchSeries(3)).toThrow('limit: expected an even integer >= 2, got 3');
  });
});
