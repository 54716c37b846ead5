import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { firstAtOrAfter, SpikeSeries } from '../../../src/web/view/spike-series.js';

/** Chunks of spikes, each not earlier than the one before; rows number the spikes. */
const chunks = fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 12 }), { maxLength: 30 }).map((gaps) => {
  let time = 0;
  let row = 0;
  return gaps.map((chunk) => {
    const times = Uint32Array.from(chunk, (gap) => {
      time += gap;
      return time;
    });
    return { times, rows: Uint32Array.from(times, () => row++) };
  });
});

describe('a series of spikes', () => {
  test('keeps the newest, in order, at least as many as its limit and at most twice as many', () => {
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 20 }), (parts, limit) => {
        const series = new SpikeSeries(limit);
        const all = { times: [] as number[], rows: [] as number[] };
        for (const { times, rows } of parts) {
          series.append(times, rows);
          all.times.push(...times);
          all.rows.push(...rows);
          expect(series.count).toBeLessThanOrEqual(2 * limit);
          expect(series.count).toBeGreaterThanOrEqual(Math.min(all.times.length, limit));
          expect([...series.times]).toEqual(all.times.slice(all.times.length - series.count));
          expect([...series.rows]).toEqual(all.rows.slice(all.rows.length - series.count));
          expect(series.forgotten).toBe(all.times.length - series.count);
        }
      }),
    );
  });

  test('lets spikes go that are not needed any more, and says from where on it has all', () => {
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 60 }), fc.nat({ max: 20 }), (parts, limit, width) => {
        const series = new SpikeSeries(limit);
        const all: number[] = [];
        for (const { times, rows } of parts) {
          series.append(times, rows);
          all.push(...times);
          const needed = Math.max(series.completeFrom, (all.at(-1) ?? 0) - width);
          series.forgetBefore(needed);
          const { completeFrom, count } = series;
          expect(completeFrom).toBeLessThanOrEqual(needed);
          expect([...series.times]).toEqual(all.slice(all.length - count));
          expect([...series.rows]).toEqual(all.slice(all.length - count).map((_, k) => all.length - count + k));
          expect(series.forgotten).toBe(all.length - count);
          const complete = (values: readonly number[]) => values.filter((time) => time >= completeFrom);
          expect(complete([...series.times])).toEqual(complete(all));
          const stale = series.times.filter((time) => time < needed).length;
          expect(stale).toBeLessThanOrEqual(count - stale);
        }
      }),
    );
  });

  test('refuses what is earlier than what it has', () => {
    const series = new SpikeSeries(4);
    series.append(Uint32Array.of(3, 7), Uint32Array.of(0, 1));
    expect(() => series.append(Uint32Array.of(6), Uint32Array.of(0))).toThrow(
      'expected spikes from step 7 on, got one at 6',
    );
  });

  test('refuses times without rows, and a limit that keeps nothing', () => {
    expect(() => new SpikeSeries(4).append(Uint32Array.of(1, 2), Uint32Array.of(0))).toThrow(
      'expected as many rows as times, got 1 and 2',
    );
    expect(() => new SpikeSeries(0)).toThrow('limit: expected an integer >= 1, got 0');
  });
});

test('bisection finds the first spike at or after a step', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 })), fc.nat({ max: 45 }), (values, step) => {
      const times = Uint32Array.from(values).sort();
      const naive = times.findIndex((time) => time >= step);
      expect(firstAtOrAfter(times, step)).toBe(naive < 0 ? times.length : naive);
    }),
  );
});
