import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dataSetOf } from '../../src/data/data-set-of.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { sourceShape } from '../../src/data/source-shape.js';
import type { DataSourceDescription, Split } from '../../src/data/sources/source.js';
import { trainingPart } from '../../src/data/training-part.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { problemLines, scenarioText } from '../scenario/problems-of.js';

const counted = (count: number) =>
  dataSetOf({
    samples: Array.from({ length: count }, (_, n) => [n, -n]),
    labels: Array.from({ length: count }, () => 0),
  });

function valuesOf({ samples }: ReturnType<typeof trainingPart>): readonly number[] {
  return samples.kind === 'values' ? [...samples.values] : [];
}

describe('the parts of the training samples', () => {
  test('every fifth validates, index mod 5 = 4', () => {
    const train = counted(11);
    expect(valuesOf(trainingPart(train, 'validation'))).toEqual([4, -4, 9, -9]);
    expect(valuesOf(trainingPart(train, 'fit')).filter((_, n) => n % 2 === 0)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 10]);
    expect(train.count).toBe(11);
  });

  test('have no sample in common and are together the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 60 }), (count) => {
        const train = counted(count);
        const all = [...valuesOf(trainingPart(train, 'fit')), ...valuesOf(trainingPart(train, 'validation'))];
        expect(all.toSorted((a, b) => a - b)).toEqual(valuesOf(train as never).toSorted((a, b) => a - b));
      }),
    );
  });

  test('are none of fewer than five samples', () => {
    expect(() => trainingPart(counted(4), 'validation')).toThrow(
      'samples: expected at least 5 training samples for split validation, got 4',
    );
  });
});

const sources: readonly DataSourceDescription[] = [
  { source: 'digits', split: 'train' },
  { source: 'moons', split: 'train', samples: 23, noise: 0.1 },
  { source: 'parity', split: 'train', bits: 4, low: 0, high: 1 },
  { source: 'randman', split: 'train', samples: 14, classes: 2, units: 5, dimensions: 1, smoothness: 2 },
];

describe.each(sources)('the parts of $source', (source) => {
  const load = (split: Split) => loadDataSet({ ...source, split }, createRandomStreams(3));

  test('are cut from its training samples, and their sizes are known before', async () => {
    const [train, fit, validation] = await Promise.all([load('train'), load('fit'), load('validation')]);
    expect(fit.count + validation.count).toBe(train.count);
    const fifth = [...train.labels].filter((_, n) => n % 5 === 4);
    expect([...validation.labels]).toEqual(fifth);
    for (const [split, part] of [
      ['fit', fit],
      ['validation', validation],
    ] as const) {
      const { shape, classes, count, samples } = part;
      expect(sourceShape({ ...source, split })).toEqual({ shape, classes, count, samples: samples.kind });
    }
  });
});

test('spike trains of the parts are those of their samples', async () => {
  const source = sources[3]!;
  const [train, validation] = await Promise.all(
    (['train', 'validation'] as const).map((split) => loadDataSet({ ...source, split }, createRandomStreams(3))),
  );
  const spikes = (set: typeof train, sample: number) => {
    if (set?.samples.kind !== 'spikes') throw new Error('expected spike trains');
    const { offsets, times, units } = set.samples;
    const span = [offsets[sample]!, offsets[sample + 1]!] as const;
    return [[...times.slice(...span)], [...units.slice(...span)]];
  };
  expect(spikes(validation, 0)).toEqual(spikes(train, 4));
  expect(spikes(validation, 1)).toEqual(spikes(train, 9));
});

describe('in a scenario', () => {
  const data = (split: string) =>
    `{ train: { source: digits, split: ${split} }, test: { source: digits, split: validation } }`;

  test('may be named as splits', () => {
    const scenario = parseScenario(scenarioText({ data: data('fit') }));
    expect(scenario.data).toEqual({
      train: { source: 'digits', split: 'fit' },
      test: { source: 'digits', split: 'validation' },
    });
  });

  test('are refused where a source has too few samples, and where the name is wrong', () => {
    const xor = scenarioText({
      data: '{ train: { source: xor, split: fit } }',
      network: '{ layers: [{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }] }',
    });
    expect(problemLines(xor)).toMatchInlineSnapshot(
      `"  3:38  data.train.split: expected "train" or "test", because "xor" has fewer than 5 training samples (4), got "fit""`,
    );
    expect(problemLines(scenarioText({ data: data('validate') }))).toMatchInlineSnapshot(
      `"  3:41  data.train.split: expected one of "train", "test", "fit", "validation", got "validate""`,
    );
  });
});
