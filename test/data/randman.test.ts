import { expect, test } from 'vitest';
import type { DataSet } from '../../src/data/data-set.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import type { Split } from '../../src/data/sources/source.js';
import { spikeTrains } from './data-set-views.js';

const options = { samples: 400, classes: 4, units: 20, dimensions: 2, smoothness: 2 };
const randman = (split: Split, more: Partial<typeof options> = {}, seed = 1) =>
  loadDataSet({ source: 'randman', split, ...options, ...more }, createRandomStreams(seed));

/** Spike time of every unit, sample by sample. */
function timesByUnit(data: DataSet): Float64Array[] {
  const { offsets, times, units } = spikeTrains(data);
  return Array.from({ length: data.count }, (_, sample) => {
    const byUnit = new Float64Array(data.shape[0]!);
    for (let at = offsets[sample]!; at < offsets[sample + 1]!; at++) byUnit[units[at]!] = times[at]!;
    return byUnit;
  });
}

const distance = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, n) => sum + (x - b[n]!) ** 2, 0);

/** Share of `held` whose nearest sample of `train` has their label. */
function nearestNeighbourAccuracy(train: DataSet, held: DataSet): number {
  const known = timesByUnit(train);
  const hits = timesByUnit(held).filter((times, sample) => {
    const distances = known.map((other) => distance(times, other));
    return train.labels[distances.indexOf(Math.min(...distances))] === held.labels[sample];
  });
  return hits.length / held.count;
}

test('every unit spikes exactly once a sample, at a time in [0, 1), times ascending', async () => {
  const data = await randman('train');
  const { offsets, times, units } = spikeTrains(data);
  for (let sample = 0; sample < data.count; sample++) {
    const [from, to] = [offsets[sample]!, offsets[sample + 1]!];
    expect([...units.slice(from, to)].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, unit) => unit));
    expect([...times.slice(from, to)]).toEqual([...times.slice(from, to)].sort((a, b) => a - b));
  }
  expect(times.every((time) => time >= 0 && time < 1)).toBe(true);
});

test('spike counts tell nothing: they are the same for every sample of every class', async () => {
  const data = await randman('test');
  const { offsets, units } = spikeTrains(data);
  const counts = (sample: number) => {
    const perUnit = Array<number>(20).fill(0);
    for (const unit of units.subarray(offsets[sample]!, offsets[sample + 1]!)) perUnit[unit]!++;
    return perUnit.join();
  };
  expect(new Set(Array.from({ length: data.count }, (_, sample) => counts(sample))).size).toBe(1);
});

test('train and test share their manifolds: the nearest training sample knows the class of a test sample', async () => {
  // Chance is 1/4.
  expect(nearestNeighbourAccuracy(await randman('train'), await randman('test'))).toBeGreaterThan(0.95);
});

test('manifolds of another seed are others: the nearest sample there is no better than chance', async () => {
  const accuracy = nearestNeighbourAccuracy(await randman('train', {}, 2), await randman('test'));
  expect(accuracy).toBeLessThan(0.6);
});

test('the scale does not depend on the samples: few samples are the first of many', async () => {
  const many = timesByUnit(await randman('train', { samples: 40 }));
  expect(timesByUnit(await randman('train', { samples: 8 }))).toEqual(many.slice(0, 8));
});

test('the times of every unit use the whole presentation', async () => {
  const all = timesByUnit(await randman('train', { classes: 1 }));
  for (let unit = 0; unit < 20; unit++) {
    const times = all.map((sample) => sample[unit]!);
    expect(Math.min(...times)).toBeLessThan(0.2);
    expect(Math.max(...times)).toBeGreaterThan(0.8);
    // The scale was measured on other points, so a few times are cut to the ends; a pile of them would be a wrong scale.
    expect(times.filter((time) => time === 0 || time > 0.999_999).length).toBeLessThan(0.03 * times.length);
  }
});

test('neighbours on a smooth manifold have close times, those on a rough one have not', async () => {
  // In one dimension 200 points lie about 1/200 apart: the nearest sample is a neighbour on the manifold.
  const roughness = async (smoothness: number): Promise<number> => {
    const all = timesByUnit(await randman('train', { classes: 1, dimensions: 1, smoothness, samples: 200 }));
    const nearest = all.map((a, n) => Math.min(...all.filter((_, m) => m !== n).map((b) => distance(a, b))));
    return nearest.reduce((sum, x) => sum + x, 0) / all.length;
  };
  expect(await roughness(3)).toBeLessThan(0.1 * (await roughness(1)));
});
