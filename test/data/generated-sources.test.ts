import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { DATA_SOURCES, type DataSourceDescription, type Split } from '../../src/data/sources/source.js';
import { labelCounts, sampleValues } from './data-set-views.js';

type Generated = 'xor' | 'parity' | 'moons' | 'circles' | 'spirals' | 'blobs' | 'randman';

const describeSource = (source: Generated, options: object = {}, split: Split = 'train'): DataSourceDescription =>
  ({ source, split, ...DATA_SOURCES[source].defaults, ...options }) as DataSourceDescription;

const load = (source: Generated, options: object = {}, split: Split = 'train', seed = 1) =>
  loadDataSet(describeSource(source, options, split), createRandomStreams(seed));

const RANDOM_SOURCES = ['moons', 'circles', 'spirals', 'blobs', 'randman'] as const;
const small = { samples: 60, units: 8 };

describe.each(RANDOM_SOURCES)('%s', (source) => {
  test('has the number of samples asked for, its classes balanced', async () => {
    const data = await load(source, { samples: 61, units: 8 });
    const counts = labelCounts(data);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(61);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  test('is the same for the same seed, another for another seed', async () => {
    expect(await load(source, small)).toEqual(await load(source, small));
    expect((await load(source, small, 'train', 2)).samples).not.toEqual((await load(source, small)).samples);
  });

  test('does not depend on what was drawn or loaded before', async () => {
    const streams = createRandomStreams(1);
    streams.stream('data/test')();
    await loadDataSet(describeSource(source, small, 'train'), streams);
    expect(await loadDataSet(describeSource(source, small, 'test'), streams)).toEqual(
      await load(source, small, 'test'),
    );
  });

  test('has other samples in train than in test', async () => {
    const [train, held] = [await load(source, small, 'train'), await load(source, small, 'test')];
    expect(train.labels).toEqual(held.labels);
    const values = (data: typeof train) => (data.samples.kind === 'values' ? data.samples.values : data.samples.times);
    const known = new Set(values(train));
    // A coincidence of float32 numbers is possible for randman, whose times are cut to [0, 1); copies are not.
    expect(values(held).filter((value) => known.has(value)).length).toBeLessThan(0.1 * known.size);
  });

  test.each([0, -1, 2.5, 1e9])('refuses %d samples', async (samples) => {
    await expect(load(source, { samples })).rejects.toMatchObject({ code: 'HV_OPTION_RANGE', kind: 'usage' });
  });
});

test('exclusive or has its four points in both splits, as often as asked', async () => {
  const once = await load('xor', { low: -1, high: 2 });
  expect([0, 1, 2, 3].map((sample) => sampleValues(once, sample))).toEqual([
    [-1, -1],
    [-1, 2],
    [2, -1],
    [2, 2],
  ]);
  expect([...once.labels]).toEqual([0, 1, 1, 0]);
  const thrice = await load('xor', { repeat: 3 }, 'test');
  expect([...thrice.labels]).toEqual([0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
  expect(sampleValues(thrice, 9)).toEqual([0, 1]);
  expect((await load('xor', {}, 'test')).samples).toEqual((await load('xor', {}, 'train')).samples);
});

test('parity has every pattern once, in counting order, and the label is the sum of bits mod 2', async () => {
  const three = await load('parity', { bits: 3 });
  expect(three.count).toBe(8);
  expect(sampleValues(three, 6)).toEqual([1, 1, 0]);
  // 000 001 010 011 100 101 110 111
  expect([...three.labels]).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
  await expect(load('parity', { bits: 21 })).rejects.toThrow(
    'data.bits: expected a whole number >= 1 and <= 20, got 21',
  );
});

test('moons without noise lie on their half circles', async () => {
  const data = await load('moons', { noise: 0 });
  for (let sample = 0; sample < data.count; sample++) {
    const [x, y] = sampleValues(data, sample) as [number, number];
    const upper = data.labels[sample] === 0;
    expect(Math.hypot(upper ? x : x - 1, upper ? y : y - 0.5)).toBeCloseTo(1, 6);
    expect(upper ? y >= 0 : y <= 0.5).toBe(true);
  }
});

test('circles without noise have radius 1 and ½ and go all the way round', async () => {
  const data = await load('circles', { noise: 0 });
  const quadrants = new Set<string>();
  for (let sample = 0; sample < data.count; sample++) {
    const [x, y] = sampleValues(data, sample) as [number, number];
    expect(Math.hypot(x, y)).toBeCloseTo(data.labels[sample] === 0 ? 1 : 0.5, 6);
    quadrants.add(`${data.labels[sample]} ${x > 0} ${y > 0}`);
  }
  expect(quadrants.size).toBe(8);
});

test('spirals without noise: the angle of a point, less turns · radius, names its arm', async () => {
  const data = await load('spirals', { noise: 0, arms: 3, turns: 2 });
  expect(data.classes).toBe(3);
  for (let sample = 0; sample < data.count; sample++) {
    const [x, y] = sampleValues(data, sample) as [number, number];
    const radius = Math.hypot(x, y);
    expect(radius).toBeGreaterThanOrEqual(0.1 - 1e-6);
    expect(radius).toBeLessThan(1);
    const arm = 3 * (Math.atan2(y, x) / (2 * Math.PI) - 2 * radius);
    expect(Math.abs(Math.sin((Math.PI * (arm - data.labels[sample]!)) / 3))).toBeLessThan(1e-5);
  }
});

test('noise spreads points by its deviation', async () => {
  const data = await load('circles', { noise: 0.2, samples: 20_000 });
  let square = 0;
  for (let sample = 0; sample < data.count; sample++) {
    const [x, y] = sampleValues(data, sample) as [number, number];
    // About a circle of radius r: E[x² + y²] = r² + 2 · 0.2².
    square += x * x + y * y - (data.labels[sample] === 0 ? 1 : 0.25);
  }
  expect(square / data.count).toBeCloseTo(0.08, 2);
});

test('blobs without spread are their centres, the same in both splits and inside the box', async () => {
  const options = { spread: 0, classes: 4, features: 3 };
  const [train, held] = [await load('blobs', options), await load('blobs', options, 'test')];
  expect(train.samples).toEqual(held.samples);
  const centres = new Set([0, 1, 2, 3].map((sample) => sampleValues(train, sample).join()));
  expect(centres.size).toBe(4);
  expect([...centres].flatMap((centre) => centre.split(',').map(Number)).every((x) => Math.abs(x) <= 5)).toBe(true);
  expect(sampleValues(train, 0)).toEqual(sampleValues(train, 4));
});

test('blobs of spread s have that deviation about the same centres in both splits', async () => {
  const points = { classes: 2, features: 2, samples: 20_000 };
  const centres = await load('blobs', { ...points, spread: 0 });
  for (const split of ['train', 'test'] as const) {
    const data = await load('blobs', { ...points, spread: 0.5 }, split);
    const offsets = Array.from(
      { length: data.count },
      (_, s) => sampleValues(data, s)[0]! - sampleValues(centres, s)[0]!,
    );
    expect(offsets.reduce((sum, off) => sum + off, 0) / data.count).toBeCloseTo(0, 1);
    expect(Math.sqrt(offsets.reduce((sum, off) => sum + off * off, 0) / data.count)).toBeCloseTo(0.5, 2);
  }
});

test('options out of range are refused with their place and both values', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(-1, Number.NaN, Infinity), async (noise) => {
      await expect(load('moons', { noise })).rejects.toThrow(`data.noise: expected a finite number >= 0, got ${noise}`);
    }),
  );
  await expect(load('xor', { low: 1, high: 1 })).rejects.toThrow('data.high: expected a finite number > 1, got 1');
  await expect(load('xor', { repeat: 0 })).rejects.toMatchObject({ code: 'HV_OPTION_RANGE' });
  await expect(load('spirals', { arms: 0 })).rejects.toMatchObject({ code: 'HV_OPTION_RANGE' });
  await expect(load('randman', { smoothness: 0 })).rejects.toMatchObject({ code: 'HV_OPTION_RANGE' });
});
