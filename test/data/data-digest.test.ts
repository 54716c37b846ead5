import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { dataDigest } from '../../src/data/data-digest.js';
import type { DataSet } from '../../src/data/data-set.js';

const VALUES: DataSet = {
  name: 'two points',
  shape: [2],
  classes: 2,
  count: 2,
  labels: Int32Array.of(0, 1),
  samples: { kind: 'values', values: Float32Array.of(0.5, 1, -1, 0) },
};

const SPIKES: DataSet = {
  ...VALUES,
  samples: {
    kind: 'spikes',
    offsets: Uint32Array.of(0, 1, 2),
    times: Float32Array.of(0.25, 0.5),
    units: Uint32Array.of(1, 0),
  },
};

describe('the digest of data', () => {
  test('is the SHA-256 of what a run computes with', () => {
    const text = '{"shape":[2],"classes":2,"count":2,"kind":"values"}';
    const bytes = [
      ...new Uint8Array(Int32Array.of(0, 1).buffer),
      ...new Uint8Array(Float32Array.of(0.5, 1, -1, 0).buffer),
    ];
    const hash = createHash('sha256').update(text).update(Uint8Array.from(bytes)).digest('hex');
    expect(dataDigest(VALUES)).toBe(hash);
  });

  test('is that of equal data, whatever their name and wherever they lie in memory', () => {
    const values = Float32Array.of(9, 0.5, 1, -1, 0).subarray(1);
    expect(dataDigest({ ...VALUES, name: 'other', samples: { kind: 'values', values } })).toBe(dataDigest(VALUES));
  });

  test('is another one when anything else changes', () => {
    const { samples } = SPIKES as { samples: Extract<DataSet['samples'], { kind: 'spikes' }> };
    const changed: readonly DataSet[] = [
      VALUES,
      { ...VALUES, shape: [1, 2] },
      { ...VALUES, classes: 3 },
      { ...VALUES, labels: Int32Array.of(1, 0) },
      { ...VALUES, samples: { kind: 'values', values: Float32Array.of(0.5, 1, -1, -0) } },
      SPIKES,
      { ...SPIKES, samples: { ...samples, offsets: Uint32Array.of(0, 2, 2) } },
      { ...SPIKES, samples: { ...samples, times: Float32Array.of(0.25, 0.75) } },
      { ...SPIKES, samples: { ...samples, units: Uint32Array.of(0, 0) } },
    ];
    expect(new Set(changed.map(dataDigest)).size).toBe(changed.length);
  });
});
