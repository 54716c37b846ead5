import { describe, expect, test } from 'vitest';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { sourceShape } from '../../src/data/source-shape.js';
import type { DataSourceDescription } from '../../src/data/sources/source.js';

const sources: readonly DataSourceDescription[] = [
  { source: 'digits', split: 'train' },
  { source: 'digits', split: 'test' },
  { source: 'xor', split: 'train', low: 0, high: 1, repeat: 3, point: 0 },
  { source: 'parity', split: 'test', bits: 5, low: 0, high: 1 },
  { source: 'moons', split: 'train', samples: 7, noise: 0 },
  { source: 'circles', split: 'test', samples: 8, noise: 0 },
  { source: 'spirals', split: 'train', samples: 9, noise: 0, arms: 3, turns: 1 },
  { source: 'blobs', split: 'test', samples: 10, classes: 4, features: 3, spread: 1 },
  { source: 'randman', split: 'train', samples: 11, classes: 2, units: 5, dimensions: 1, smoothness: 2 },
];

describe('what is known of a source without loading it', () => {
  test.each(sources)('is what loading gives: $source $split', async (source) => {
    const { shape, classes, count, samples } = await loadDataSet(source, createRandomStreams(1));
    expect(sourceShape(source)).toEqual({ shape, classes, count, samples: samples.kind });
  });

  test('is shape and classes for MNIST, nothing for other files', () => {
    const mnist = { shape: [1, 28, 28], classes: 10, samples: 'values' };
    expect(sourceShape({ source: 'mnist', split: 'train', dir: 'd' })).toEqual(mnist);
    expect(sourceShape({ source: 'fashion', split: 'test', dir: 'd' })).toEqual(mnist);
    expect(sourceShape({ source: 'idx', split: 'train', dir: 'd' })).toBeUndefined();
  });
});
