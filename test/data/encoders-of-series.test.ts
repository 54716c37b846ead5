import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SampleSpikes } from '../../src/data/data-set.js';
import { deltaShape, encodeDelta } from '../../src/data/encoders/delta.js';
import { encodeSpikes } from '../../src/data/encoders/spikes.js';
import { spikeRows } from './spike-rows-of-chunk.js';

describe('delta', () => {
  test('a feature spikes ON where it rose by more than the threshold since its last spike, OFF where it fell', () => {
    // 0 → 0.5: ON. 0.5 → 0.75: +0.25, not more than 0.25. 0.5 → 1 (since the spike): ON. 1 → 0: OFF, only once.
    const chunk = encodeDelta(Float32Array.of(0.5, 0.75, 1, 0, 0), [5], 5, 0.25);
    expect(spikeRows(chunk)).toEqual([[0], [], [0], [1], []]);
  });

  test('ON inputs come first, then OFF; rows of an image are its frames', () => {
    // [1, 2, 3]: frame 0 = [1, −1, 0], frame 1 = [0, 0, 1]. ON 0..2, OFF 3..5.
    const chunk = encodeDelta(Float32Array.of(1, -1, 0, 0, 0, 1), [1, 2, 3], 2, 0.5);
    expect(spikeRows(chunk)).toEqual([
      [0, 4],
      [1, 2, 3],
    ]);
  });

  test('features of several channels lie side by side: feature = channel · width + column', () => {
    // [2 channels, 2 rows, 1 column]: channel 0 = [1, 1], channel 1 = [0, 1].
    expect(spikeRows(encodeDelta(Float32Array.of(1, 1, 0, 1), [2, 2, 1], 2, 0.5))).toEqual([[0], [1]]);
  });

  test('step t shows frame ⌊t · frames / steps⌋', () => {
    // Two frames in five steps: frames 0 0 0 1 1 (⌊0.8⌋ = 0, ⌊1.2⌋ = 1); four frames in two steps: frames 0 and 2.
    expect(spikeRows(encodeDelta(Float32Array.of(0, 1), [2], 5, 0.5))).toEqual([[], [], [], [0], []]);
    expect(spikeRows(encodeDelta(Float32Array.of(0, 1, 0, 1), [4], 2, 0.5))).toEqual([[], []]);
  });

  test('samples of a batch do not touch one another; rows are step-major', () => {
    const chunk = encodeDelta(Float32Array.of(1, 0, 0, 1), [2], 2, 0.5);
    // Step 0: sample 0 ON, sample 1 nothing. Step 1: sample 0 OFF, sample 1 ON.
    expect(spikeRows(chunk)).toEqual([[0], [], [1], [0]]);
  });

  test('a constant series spikes once at most, and the spikes of any series follow it to within the threshold', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (series) => {
        const rows = spikeRows(encodeDelta(Float32Array.from(series), [series.length], series.length, 0.2));
        let followed = 0;
        rows.forEach((row, step) => {
          expect(row.length).toBeLessThanOrEqual(1);
          const change = series[step]! - followed;
          if (row.length === 1) {
            expect(Math.sign(change)).toBe(row[0] === 0 ? 1 : -1);
            followed = series[step]!;
          }
          expect(Math.abs(series[step]! - followed)).toBeLessThanOrEqual(0.2);
        });
      }),
    );
  });

  test('has two inputs a feature of a frame', () => {
    expect([deltaShape([7]), deltaShape([4, 3]), deltaShape([1, 8, 6]), deltaShape([2, 8, 6])]).toEqual([
      [2],
      [6],
      [12],
      [24],
    ]);
    expect(() => deltaShape([1, 2, 3, 4])).toThrow(
      expect.objectContaining({ code: 'HV_ENCODER_SHAPE', message: expect.stringContaining('got 1 x 2 x 3 x 4') }),
    );
  });
});

describe('spikes', () => {
  const trains = (...samples: (readonly (readonly [time: number, unit: number])[])[]): SampleSpikes => ({
    kind: 'spikes',
    offsets: Uint32Array.from([0, ...samples.map((_, s) => samples.slice(0, s + 1).flat().length)]),
    times: Float32Array.from(samples.flat().map(([time]) => time)),
    units: Uint32Array.from(samples.flat().map(([, unit]) => unit)),
  });

  test('a spike falls into step ⌊time · steps⌋', () => {
    // 4 steps: 0 → 0, 0.2 → ⌊0.8⌋ = 0, 0.25 → 1, 0.5 → 2, 0.99 → ⌊3.96⌋ = 3.
    const data = trains([
      [0, 2],
      [0.2, 0],
      [0.25, 1],
      [0.5, 2],
      [0.99, 0],
    ]);
    expect(spikeRows(encodeSpikes(data, Uint32Array.of(0), 4))).toEqual([[0, 2], [1], [2], [0]]);
  });

  test('the latest times, and even 1 itself, are in the last step', () => {
    expect(spikeRows(encodeSpikes(trains([[1 - 2 ** -24, 0]]), Uint32Array.of(0), 3))).toEqual([[], [], [0]]);
    expect(spikeRows(encodeSpikes(trains([[1, 0]]), Uint32Array.of(0), 3))).toEqual([[], [], [0]]);
  });

  test('spikes of one unit in one step become one', () => {
    const data = trains([
      [0.1, 1],
      [0.2, 0],
      [0.3, 1],
    ]);
    expect(spikeRows(encodeSpikes(data, Uint32Array.of(0), 2))).toEqual([[0, 1], []]);
  });

  test('samples come in the order asked for, repeated where asked, rows step-major', () => {
    const data = trains([[0, 5]], [[0.5, 7]], []);
    expect(spikeRows(encodeSpikes(data, Uint32Array.of(1, 2, 0, 1), 2))).toEqual([[], [], [5], [], [7], [], [], [7]]);
  });

  test('rows are ascending without doubles and hold every unit that spikes in their step', () => {
    const train = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(5)), { maxLength: 30 });
    fc.assert(
      fc.property(train, fc.integer({ min: 1, max: 7 }), (events, steps) => {
        const data = trains([...events].sort((a, b) => a[0] - b[0]));
        const expected = Array.from({ length: steps }, (_, step) => {
          const units = [...data.units].filter((_unit, n) => Math.floor(data.times[n]! * steps) === step);
          return [...new Set(units)].sort((a, b) => a - b);
        });
        expect(spikeRows(encodeSpikes(data, Uint32Array.of(0), steps))).toEqual(expected);
      }),
    );
  });
});
