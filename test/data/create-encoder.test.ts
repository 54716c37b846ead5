import { describe, expect, test } from 'vitest';
import type { DataSet } from '../../src/data/data-set.js';
import { createEncoder, encodedShape } from '../../src/data/encoders/create-encoder.js';
import { ENCODERS, type EncoderDescription, type EncoderKind } from '../../src/data/encoders/encoder.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { spikeRows } from './spike-rows-of-chunk.js';

const points: DataSet = {
  name: 'points',
  shape: [2],
  classes: 2,
  count: 3,
  labels: Int32Array.of(0, 1, 0),
  samples: { kind: 'values', values: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 0.125) },
};
const trains: DataSet = {
  ...points,
  name: 'trains',
  samples: {
    kind: 'spikes',
    offsets: Uint32Array.of(0, 1, 2, 3),
    times: Float32Array.of(0, 0.5, 0.75),
    units: Uint32Array.of(0, 1, 0),
  },
};
const never = (): number => {
  throw new Error('expected no draw');
};
const analogKinds = (Object.keys(ENCODERS) as EncoderKind[]).filter((kind) => kind !== 'spikes');

describe('an encoder', () => {
  test('takes the samples asked for, in that order and as often', () => {
    const encoder = createEncoder({ kind: 'direct', gain: 1 }, points);
    expect(encoder.encode(points, Uint32Array.of(2, 0, 2), 4, never)).toEqual({
      kind: 'constant',
      values: Float64Array.of(1, 0.125, 0, 0.25, 1, 0.125),
    });
  });

  test('of spike trains puts them into steps', () => {
    const encoder = createEncoder({ kind: 'spikes' }, trains);
    expect(spikeRows(encoder.encode(trains, Uint32Array.of(1, 2), 2, never))).toEqual([[], [], [1], [0]]);
  });

  test.each(analogKinds)('%s takes an empty batch and leaves the data untouched', (kind) => {
    const before = structuredClone(points);
    const encoder = createEncoder(ENCODERS[kind].defaults, points);
    const chunk = encoder.encode(points, new Uint32Array(0), 3, never);
    expect(chunk.kind === 'spikes' ? chunk.offsets : chunk.values).toHaveLength(chunk.kind === 'spikes' ? 1 : 0);
    encoder.encode(points, Uint32Array.of(0, 1), 3, createRandomStreams(1).stream('encode'));
    expect(points).toEqual(before);
  });

  test.each(analogKinds)('%s gives rows that its shape has room for', (kind) => {
    const encoder = createEncoder(ENCODERS[kind].defaults, points);
    const chunk = encoder.encode(points, Uint32Array.of(0, 1, 2), 5, createRandomStreams(1).stream('encode'));
    const size = encoder.shape.reduce((product, extent) => product * extent, 1);
    if (chunk.kind === 'spikes') {
      expect(chunk.offsets).toHaveLength(5 * 3 + 1);
      expect(chunk.indices.length).toBeGreaterThan(0);
      expect(Math.max(...chunk.indices)).toBeLessThan(size);
    } else expect(chunk.values).toHaveLength(3 * size);
  });

  test('knows its shape without data', () => {
    const shapes = (description: EncoderDescription) =>
      [[5], [1, 8, 6]].map((shape) => encodedShape(description, shape));
    expect(shapes({ kind: 'direct', gain: 1 })).toEqual([[5], [1, 8, 6]]);
    expect(shapes({ kind: 'rate', gain: 1 })).toEqual([[5], [1, 8, 6]]);
    expect(shapes({ kind: 'latency', threshold: 0 })).toEqual([[5], [1, 8, 6]]);
    expect(shapes({ kind: 'delta', threshold: 0.1 })).toEqual([[2], [12]]);
    expect(shapes({ kind: 'population', fields: 4, low: 0, high: 1 })).toEqual([[20], [192]]);
    expect(shapes({ kind: 'spikes' })).toEqual([[5], [1, 8, 6]]);
  });
});

describe('an encoder refuses', () => {
  test.each(analogKinds)('spike trains with %s, naming both', (kind) => {
    expect(() => createEncoder(ENCODERS[kind].defaults, { shape: [2], samples: 'spikes' })).toThrow(
      expect.objectContaining({
        code: 'HV_ENCODER_DATA',
        kind: 'usage',
        message: `encoder "${kind}": expected data of analog values, got spike trains`,
        remedy: 'Set encode: spikes.',
      }),
    );
    const encoder = createEncoder(ENCODERS[kind].defaults, points);
    expect(() => encoder.encode(trains, Uint32Array.of(0), 2, never)).toThrow('got spike trains');
  });

  test('analog values with spikes, naming both', () => {
    const message = 'encoder "spikes": expected data of spike trains, got analog values';
    expect(() => createEncoder({ kind: 'spikes' }, points)).toThrow(
      expect.objectContaining({ code: 'HV_ENCODER_DATA', message }),
    );
    expect(() => createEncoder({ kind: 'spikes' }, trains).encode(points, Uint32Array.of(0), 2, never)).toThrow(
      message,
    );
  });

  test('data of another shape than it was made for', () => {
    const encoder = createEncoder({ kind: 'direct', gain: 1 }, { shape: [1, 2], samples: 'values' });
    expect(() => encoder.encode(points, Uint32Array.of(0), 1, never)).toThrow(
      expect.objectContaining({ code: 'HV_ENCODER_SHAPE', message: 'points: expected samples of 1 x 2, got 2' }),
    );
  });

  test('samples that are not there, and no steps', () => {
    const encoder = createEncoder({ kind: 'direct', gain: 1 }, points);
    expect(() => encoder.encode(points, Uint32Array.of(0, 3), 1, never)).toThrow(
      expect.objectContaining({
        code: 'HV_ENCODER_INDEX',
        message: 'points: expected sample indices in 0..2, got 3',
      }),
    );
    expect(() => encoder.encode(points, Uint32Array.of(0), 0, never)).toThrow(
      'time.steps: expected a whole number >= 1',
    );
  });

  test.each<[EncoderDescription, string]>([
    [{ kind: 'direct', gain: Number.NaN }, 'encode.gain: expected a finite number, got NaN'],
    [{ kind: 'rate', gain: 0 }, 'encode.gain: expected a finite number > 0, got 0'],
    [{ kind: 'latency', threshold: Infinity }, 'encode.threshold: expected a finite number, got Infinity'],
    [{ kind: 'delta', threshold: -0.1 }, 'encode.threshold: expected a finite number >= 0, got -0.1'],
    [{ kind: 'population', fields: 1, low: 0, high: 1 }, 'encode.fields: expected a whole number >= 2, got 1'],
    [{ kind: 'population', fields: 3, low: 1, high: 1 }, 'encode.high: expected a finite number > 1, got 1'],
  ])('the options %o', (description, message) => {
    expect(() => createEncoder(description, points)).toThrow(
      expect.objectContaining({ code: 'HV_OPTION_RANGE', message }),
    );
  });
});
