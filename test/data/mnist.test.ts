import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createEncoder } from '../../src/data/encoders/create-encoder.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { labelCounts, sampleValues } from './data-set-views.js';

const dir = fileURLToPath(new URL('../../../shared/data/mnist10k', import.meta.url));
const absent = !existsSync(dir);
const reason = 'shared/data/mnist10k is not beside the repository';
const load = (split: 'train' | 'test') => loadDataSet({ source: 'mnist', split, dir }, createRandomStreams(1));

test('the MNIST folder has 10,000 training and the 10,000 official test images', async (context) => {
  context.skip(absent, reason);
  const [train, held] = [await load('train'), await load('test')];
  expect([train.count, held.count, held.shape, held.classes]).toEqual([10_000, 10_000, [1, 28, 28], 10]);
  expect(labelCounts(held)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  // The first official test image is a 7; ink covers a seventh of a digit's image or so.
  expect(held.labels[0]).toBe(7);
  const ink = sampleValues(held, 0).reduce((sum, value) => sum + value, 0) / 784;
  expect(ink).toBeGreaterThan(0.05);
  expect(ink).toBeLessThan(0.3);
});

test('a rate-coded batch of MNIST has as many spikes as its values promise', async (context) => {
  context.skip(absent, reason);
  const held = await load('test');
  const indices = Uint32Array.from({ length: 500 }, (_, n) => n);
  const encoder = createEncoder({ kind: 'rate', gain: 1 }, held);
  const chunk = encoder.encode(held, indices, 10, createRandomStreams(1).stream('encode'));
  if (chunk.kind !== 'spikes') throw new Error('expected spikes');
  const mean = 10 * [...indices].reduce((sum, n) => sum + sampleValues(held, n).reduce((s, v) => s + v, 0), 0);
  // Variance of a sum of Bernoulli numbers is below its mean; five deviations.
  expect(Math.abs(chunk.indices.length - mean)).toBeLessThan(5 * Math.sqrt(mean));
});
