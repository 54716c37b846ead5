import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { expectedLevels } from '../../../src/web/charts/learning/expected-levels.js';
import { interventionText } from '../../../src/web/charts/learning/intervention-text.js';
import {
  learningFigures,
  learningSummary,
  learningTable,
  runLabel,
} from '../../../src/web/charts/learning/learning-figures.js';
import { readoutText } from '../../../src/web/charts/learning/learning-readout.js';
import { isMeasured, learningSeries, QUANTITIES, valueAt } from '../../../src/web/charts/learning/learning-series.js';
import { movingMean, smoothingText, windowOf } from '../../../src/web/charts/learning/moving-mean.js';
import { RunStore, STORE_LIMITS } from '../../../src/web/view/run-store.js';
import { fixtureFacts, fixtureStore } from '../../web-page/fixture.js';

describe('smoothing', () => {
  test('is the mean of a value and its neighbours on both sides', () => {
    // (3+6)/2, (3+6+0)/3, (6+0+9)/3, (0+9)/2
    expect([...movingMean([3, 6, 0, 9], 3)]).toEqual([4.5, 3, 5, 4.5]);
    expect([...movingMean([3, 6], 1)]).toEqual([3, 6]);
    expect([...movingMean([1, 2, 3], 99)]).toEqual([2, 2, 2]);
  });

  test('passes over what was not measured, and invents nothing there', () => {
    expect([...movingMean([2, Number.NaN, 4], 3)]).toEqual([2, Number.NaN, 4]);
  });

  test('keeps a constant and stays between smallest and largest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 40 }),
        (values, reach) => {
          for (const mean of movingMean(values, 2 * reach + 1)) {
            expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
            expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
          }
        },
      ),
    );
  });

  test('refuses windows without a middle', () => {
    expect(() => movingMean([1], 2)).toThrow('window: expected an odd integer >= 1, got 2');
  });

  test('goes over as many batches when points stand for several', () => {
    expect([windowOf(1, 1), windowOf(9, 1), windowOf(27, 4), windowOf(3, 64)]).toEqual([1, 9, 7, 1]);
  });

  test('says what is drawn, not what was asked for, where points stand for several batches', () => {
    expect([smoothingText(1, [1]), smoothingText(9, [1, 1])]).toEqual(['off', 'mean of 9 batches']);
    // Points of 8 batches are means of 8, whatever is asked for; 9 batches are one such point, 27 are three.
    expect([1, 9, 27].map((batches) => smoothingText(batches, [8]))).toEqual([
      ...['mean of 8 batches', 'mean of 8 batches', 'mean of 24 batches'],
    ]);
    expect(smoothingText(3, [1, 8])).toBe('mean of 3 to 8 batches');
  });
});

describe('series of a run', () => {
  const run = fixtureStore({ epochs: 6 });

  test('hold batches, whole epochs and tests', () => {
    const { batches, train, test } = learningSeries(run, QUANTITIES[0]!);
    expect(batches.values.length).toBe(72);
    expect(Array.from(train.epochs)).toEqual([1, 2, 3, 4, 5, 6]);
    // 0.1 + 0.86 · (1 − e^(−1/1.5))
    expect(test.values[0]).toBeCloseTo(0.1 + 0.86 * (1 - Math.exp(-1 / 1.5)), 12);
  });

  test('of a learning rate have batches only', () => {
    const { train, test } = learningSeries(run, QUANTITIES[3]!);
    expect([train.values.length, test.values.length]).toEqual([0, 0]);
  });

  test('nobody measured are left out', () => {
    const nan = { epochs: [1], values: [Number.NaN] };
    expect(isMeasured({ batches: nan, train: nan, test: nan })).toBe(false);
    expect(isMeasured({ batches: nan, train: nan, test: { epochs: [1], values: [0] } })).toBe(true);
  });

  test('say what stood at an epoch: the last value before it', () => {
    const points = { epochs: [1, 2, 3], values: [0.5, Number.NaN, 0.9] };
    expect(valueAt(points, 2.5)).toEqual({ epoch: 1, value: 0.5 });
    expect(valueAt(points, 0.5)).toBeUndefined();
  });

  test('are read out in words', () => {
    expect(readoutText(run, 1)).toMatch(
      /^epoch 1\.00: accuracy batch [\d.]+ %, train 52\.82 %, test 51\.85 %; reward /,
    );
    expect(readoutText(new RunStore())).toBe('nothing yet');
  });
});

describe('figures of learning', () => {
  test('have a line for each epoch of each run', () => {
    const runs = [fixtureStore({ epochs: 6 }), fixtureStore({ epochs: 6, seed: 2 })];
    const { rows, columns } = learningFigures(runs);
    expect(rows).toHaveLength(12);
    expect(rows[0]!.slice(0, 2)).toEqual(['digits-lif, seed 1', 1]);
    expect(rows[0]![columns.indexOf('Accuracy, test')]).toBeCloseTo(0.5184, 3);
    expect(rows[0]!.at(-1)).toBeCloseTo(3e-3, 9);
    expect(learningTable(runs).rows).toHaveLength(2 * (72 + 12));
  });

  test('say when there is nothing', () => {
    expect(learningFigures([new RunStore()])).toMatchObject({ rows: [], note: 'No epoch has ended yet.' });
    expect(learningSummary([])).toBe('Learning curves. No batch has been learned yet.');
  });

  test('tell the last and the best test accuracy in a sentence', () => {
    expect(learningSummary([fixtureStore({ epochs: 6 })])).toBe(
      'Learning curves. digits-lif: test accuracy 94.42 % after 6 epochs, at best 94.42 % after 6.',
    );
  });

  test('tell interventions that took effect, in words', () => {
    // Before the 9th, 12th and 15th of 20 presentations of 72 batches: 29, 40 and 50 batches of 12 an epoch.
    expect(learningFigures([fixtureStore({ epochs: 6 })]).note).toBe(
      'digits-lif: silence h1 (12) after 2.42 epochs. digits-lif: rate 0.001 after 3.33 epochs. ' +
        'digits-lif: restore h1 (12) after 4.17 epochs.',
    );
  });

  test('say how many batches a point stands for, once they are thinned', () => {
    // 72 batches in at most 8 points: of 16 batches each.
    const thinned = fixtureStore({ interventions: false }, { ...STORE_LIMITS, batches: 8 });
    expect(learningFigures([thinned]).note).toBe('digits-lif: points of batches are means of 16.');
    expect(learningFigures([fixtureStore({ interventions: false })]).note).toBeUndefined();
  });

  test('say which points they know, once epochs are thinned', () => {
    const run = new RunStore({ ...STORE_LIMITS, metrics: 8 });
    run.apply({ kind: 'run', ...fixtureFacts() });
    const learn = (epoch: number, accuracy: number): void => {
      run.apply({ kind: 'metrics', split: 'train', epoch, step: epoch, metrics: { 'accuracy(train)': accuracy } });
      run.apply({ kind: 'metrics', split: 'test', epoch, step: epoch, metrics: { 'accuracy(test)': accuracy } });
    };
    for (const [k, accuracy] of [0.5, 0.9, 0.8, 0.7].entries()) learn(k + 1, accuracy);
    expect(learningSummary([run])).toContain('test accuracy 70.00 % after 4 epochs, at best 90.00 % after 2.');
    expect(learningFigures([run]).note).toBeUndefined();
    // A ninth point for eight places: the first of every two epochs stays, and the newest, which of the tests is the fourth.
    learn(5, 0.6);
    expect(learningSummary([run])).toContain(
      'test accuracy 60.00 % after 5 epochs, at best of the points kept 80.00 % after 3.',
    );
    expect(learningFigures([run])).toMatchObject({
      note: 'digits-lif: 3 of 5 epochs of training and 4 tests are kept.',
    });
    expect(learningFigures([run]).rows.map(([, epoch]) => epoch)).toEqual([1, 3, 4, 5]);
  });

  test('tell runs of one name apart by seed, and twins by number', () => {
    const runs = [1, 2, 2].map((seed) => fixtureStore({ seed, presentations: 1 }));
    expect(runs.map((_, k) => runLabel(runs, k))).toEqual([
      ...['digits-lif, seed 1', 'digits-lif, seed 2 (2)', 'digits-lif, seed 2 (3)'],
    ]);
    expect(runLabel([new RunStore()], 0)).toBe('run 1');
  });

  test('stay bounded: older rows are left out and counted', () => {
    const run = new RunStore();
    run.apply({ kind: 'run', ...fixtureFacts() });
    for (let epoch = 1; epoch <= 250; epoch++)
      run.apply({ kind: 'metrics', split: 'test', epoch, step: epoch, metrics: { 'accuracy(test)': 0.5 } });
    const { rows, note } = learningFigures([run]);
    expect(rows).toHaveLength(200);
    expect(rows[0]![1]).toBe(51);
    expect(note).toBe('50 older rows were left out.');
  });
});

describe('expectations', () => {
  const outcome = (that: string, expected: string, pass = true) => ({ that, value: 0.5, expected, pass });
  const [accuracy, , spikes] = QUANTITIES;

  test('draw lines through the plot of their quantity', () => {
    const expected = [
      outcome('accuracy(test)', 'at least 0.97'),
      outcome('spikesPerSample', 'between 10 and 20', false),
    ];
    expect(expectedLevels(expected, accuracy!)).toEqual([
      { y: 0.97, side: 'below', text: 'expected: test ≥ 97 %, met' },
    ]);
    expect(expectedLevels(expected, spikes!)).toEqual([
      { y: 10, side: 'above', text: 'expected: test ≥ 10, not met' },
      { y: 20, side: 'above', text: 'expected: test ≤ 20, not met' },
    ]);
  });

  test('with a tolerance draw both of its ends; digests and silence draw nothing', () => {
    const expected = [
      outcome('accuracy(test)', 'equals 0.75 ± 0.125, that is accuracy(test)@train'),
      outcome('accuracy(test)', 'the snapshot 85944171f73967e8'),
      outcome('accuracy(test)', 'no spikes'),
    ];
    expect(expectedLevels(expected, accuracy!)).toEqual([
      { y: 0.625, side: 'below', text: 'expected: test ≥ 62.5 %, met' },
      { y: 0.875, side: 'below', text: 'expected: test ≤ 87.5 %, met' },
    ]);
  });

  test('of 100 and 90 percent keep their zeros', () => {
    expect(expectedLevels([outcome('accuracy(train)', 'equals 1')], accuracy!)[0]!.text).toContain('train = 100 %');
    expect(expectedLevels([outcome('accuracy(test)', 'at least 0.9')], accuracy!)[0]!.text).toContain('≥ 90 %');
  });

  test('in words that nobody knows draw nothing', () => {
    expect(expectedLevels([outcome('accuracy(test)', 'roughly 0.9')], accuracy!)).toEqual([]);
  });
});

test('interventions in few words', () => {
  expect(interventionText({ kind: 'learning-rate', value: 0.001 })).toBe('rate 0.001');
  expect(interventionText({ kind: 'silence', layer: 'h1', units: [1, 2] })).toBe('silence h1 (2)');
});
