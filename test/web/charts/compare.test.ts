import { describe, expect, test } from 'vitest';

import { comparisonTable } from '../../../src/sweep/comparison-table.js';
import { accuracyFigures, accuracyRows } from '../../../src/web/charts/compare/accuracy-rows.js';
import { CURVE_SCALES, errorTexts, rescaled } from '../../../src/web/charts/compare/curve-scales.js';
import { differenceFigures, differenceRows, verdictOf } from '../../../src/web/charts/compare/difference-rows.js';
import { pruningRows } from '../../../src/web/charts/compare/pruning-rows.js';
import { cutInterval, layRowPlot, type RowMark } from '../../../src/web/charts/compare/row-plot.js';
import { curveFigures, curveTable } from '../../../src/web/charts/compare/rule-curve-figures.js';
import { meanCurve, ruleCurvesOf } from '../../../src/web/charts/compare/rule-curves.js';
import {
  deviationExtent,
  deviationScale,
  LEAST,
  stepDeviations,
} from '../../../src/web/charts/compare/step-deviations.js';
import { targetFigures, targetRows } from '../../../src/web/charts/compare/target-rows.js';
import { comparisonCells } from '../../../src/web/compare/comparison-cells.js';
import { comparisonFixture, DEVIATIONS } from '../../web-page/comparison-fixture.js';

const document = comparisonFixture();

describe('accuracy', () => {
  const { rows, columns } = accuracyRows(document);
  const markOf = (name: string) => columns[0]!.marks[rows.findIndex((row) => row.name.startsWith(name))] as RowMark;

  test('is sorted, the baseline named, rules with their own data at the end', () => {
    expect(rows.map(({ name }) => name)).toEqual([
      ...['near the top', 'better', 'like it', 'base (baseline)', 'never ended', 'apart *'],
    ]);
    expect(rows.map(({ isApart }) => isApart)).toEqual([false, false, false, false, false, true]);
  });

  test('has its 95 % interval, mean ± t·s/√n', () => {
    // 0.8 0.82 0.84: mean 0.82, s 0.02; t for two degrees of freedom 4.3027: ± 4.3027 · 0.02 / √3 = 0.04968.
    expect(markOf('base')).toMatchObject({ value: expect.closeTo(0.82, 12), low: expect.closeTo(0.77032, 4) });
    expect(markOf('base').text).toBe('82.00 % (77.03 … 86.97)');
    expect(markOf('base').runs).toEqual([0.8, 0.82, 0.84]);
  });

  test('is drawn as far as 100 %, and written as it is', () => {
    // 1 1 0.94: mean 0.98, s 0.03464: ± 0.08605 would end at 1.066.
    expect(markOf('near the top')).toMatchObject({ high: 1, cut: { low: false, high: true } });
    expect(markOf('near the top').text).toBe('98.00 % (89.39 … 106.61)');
  });

  test('is told with the same numbers and signs in the chart and in the table of the page', () => {
    // 0.2 1: mean 0.6, s 0.5657; t for one degree of freedom 12.7062: ± 12.7062 · 0.5657 / √2 = 5.0825.
    const options = { baseline: 'base', columns: [], prune: [] };
    const runs = [0.2, 1].map((accuracy, seed) => {
      return { seed, epochs: 1, parameters: 1, seconds: 1, metrics: { 'accuracy(test)': accuracy }, course: [] };
    });
    const rules = [{ name: 'base', with: {}, tuned: {}, learn: {}, train: {}, runs }];
    const wide = { ...document, ...options, rules, table: comparisonTable(rules, options) };
    const mark = accuracyRows(wide).columns[0]!.marks[0] as RowMark;
    expect(mark).toMatchObject({ low: 0, high: 1, cut: { low: true, high: true } });
    expect(mark.text).toBe('60.00 % (−448.25 … 568.25)');
    expect(comparisonCells(wide, wide.table[0]!)).toContain('−448.25 … 568.25');
  });

  test('of a rule without a run is a text', () => {
    expect(markOf('never ended')).toBe('no run ended (0 of 1)');
    expect(accuracyFigures(document).rows[4]).toEqual([
      ...['never ended', undefined, undefined, undefined, undefined, undefined, 'no run ended (0 of 1)'],
    ]);
  });
});

test('intervals are cut at both ends', () => {
  expect(cutInterval(-0.1, 0.5, 0, 1)).toEqual({ low: 0, high: 0.5, cut: { low: true, high: false } });
  expect(cutInterval(-0.1, 1.5, 0, 1)).toEqual({ low: 0, high: 1, cut: { low: true, high: true } });
});

describe('differences', () => {
  test('are paired, and tell in words whether the interval excludes 0', () => {
    // near the top − base: 0.20 0.18 0.10, mean 0.16, s 0.0529: ± 0.1314; better − base: 0.10 0.11 0.09, mean 0.1, s 0.01:
    // ± 0.0248; like it − base: −0.10 −0.02 0.13, mean 0.0033, s 0.117: ± 0.290.
    const { rows } = differenceFigures(document);
    expect(rows.map(([name, , , , pairs, verdict]) => [name, pairs, verdict])).toEqual([
      ['near the top', 3, 'better: interval above 0'],
      ['better', 3, 'better: interval above 0'],
      ['like it', 3, 'undecided: interval holds 0'],
    ]);
    const better = differenceRows(document).columns[0]!.marks[1] as RowMark;
    expect(better).toMatchObject({ isSure: true, text: '+10.00 (+7.52 … +12.48)  better' });
  });

  test('that end at 0 decide nothing', () => {
    expect(verdictOf({ low: 0, high: 0.1 })).toBe('undecided');
    expect(verdictOf({ low: 1e-9, high: 0.1 })).toBe('better');
    expect(verdictOf({ low: -0.2, high: -0.1 })).toBe('worse');
    expect(verdictOf({})).toBe('unknown');
  });
});

test('time to the target: the quickest first, those that never came last', () => {
  const { rows, columns } = targetRows(document);
  expect(rows.map(({ name }) => name)).toEqual([
    ...['better', 'like it', 'near the top', 'base (baseline)', 'never ended', 'apart *'],
  ]);
  expect(columns[0]!.title).toBe('Epochs to 90 %');
  expect(columns[0]!.marks[1]).toEqual({ value: 2, text: '2 (1 of 3)' });
  expect(columns[0]!.marks[3]).toBe('not reached (0 of 3)');
  expect(columns[1]!.marks[0]).toEqual({ value: 0.5, text: '0.5 (3 of 3)' });
  expect(targetFigures(document).rows[1]).toEqual(['like it', 2, 0.5, 1, 3]);
});

test('accuracy without weights: a column for all, one for each share', () => {
  const { columns, rows } = pruningRows(document);
  expect(columns.map(({ title }) => title)).toEqual(['all', '− 50 %']);
  const base = rows.findIndex(({ isBaseline }) => isBaseline);
  expect(columns[1]!.marks[base]).toMatchObject({ text: '41.0' });
});

describe('rows', () => {
  const plot = accuracyRows(document);

  test('have names beside the marks, or above them in a narrow picture', () => {
    const wide = layRowPlot(900, plot, 120, [150]);
    expect(wide.names).toEqual(wide.middles);
    const narrow = layRowPlot(340, plot, 120, [150]);
    expect(narrow.names[0]).toBeLessThan(narrow.middles[0]!);
    expect(narrow.texts).toEqual(narrow.names);
    // 200 + 12 + 150 do not fit into 340: the text gets a line of its own.
    const full = layRowPlot(340, plot, 200, [150]);
    expect(full.texts[0]).toBe(full.names[0]! + 16);
  });

  test('never overlap, and leave room for what is said of the rows apart', () => {
    for (const width of [320, 900]) {
      const { middles, apart, height } = layRowPlot(width, plot, 120, [150]);
      for (let k = 1; k < middles.length; k++) expect(middles[k]! - middles[k - 1]!).toBeGreaterThanOrEqual(26);
      expect(apart).toBeGreaterThan(middles.at(-2)!);
      expect(apart).toBeLessThan(middles.at(-1)!);
      expect(height).toBeGreaterThan(middles.at(-1)!);
    }
  });
});

describe('learning curves of rules', () => {
  const curves = ruleCurvesOf(document);

  test('are means over the seeds, from the lowest to the highest', () => {
    // Epoch 1: 0.4 0.41 0.42; epoch 2: 0.8 0.82 0.84.
    const { epochs, mean, low, high, count } = meanCurve(curves[0]!);
    expect(epochs).toEqual([1, 2]);
    expect(mean).toEqual([expect.closeTo(0.41, 12), expect.closeTo(0.82, 12)]);
    expect([low, high, count]).toEqual([
      [0.4, 0.8],
      [0.42, 0.84],
      [3, 3],
    ]);
  });

  test('of seeds that end early count those that are left', () => {
    const seeds = [
      { seed: 0, epochs: [1, 2], accuracy: [0.2, 0.6] },
      { seed: 1, epochs: [1], accuracy: [0.4] },
    ];
    expect(meanCurve({ rule: 'r', seeds })).toMatchObject({ mean: [expect.closeTo(0.3, 12), 0.6], count: [2, 1] });
  });

  test('have figures of their ends, and every point in the file', () => {
    expect(curveFigures(curves.map(meanCurve)).rows).toHaveLength(5);
    expect(curveTable(curves).rows).toHaveLength(5 * 3 * 2);
  });

  test('turn into errors on a logarithmic axis; an error of 0 is a gap in a line, and the end of a band', () => {
    const [, error] = CURVE_SCALES;
    const line = { x: [1, 2], y: [0.9, 1], band: { low: [0.8, 1], high: [1, 1] }, colour: '', dash: [], width: 1 };
    const turned = rescaled({ curves: [line], marks: [], levels: [{ y: 0.9, text: '', side: 'below' }] }, error!);
    expect(turned.curves[0]).toMatchObject({
      y: [0.1, Number.NaN],
      band: { low: [0, 0], high: [0.2, 0] },
    });
    expect(turned.levels[0]!.y).toBe(0.1);
    expect(errorTexts([0.02, 0.5, 1])).toEqual(['2 %', '50 %', '100 %']);
  });
});

describe('deviation step by step', () => {
  const [exact, printed] = stepDeviations(DEVIATIONS, 'deviation');

  test('is the median over the seeds, with smallest and largest', () => {
    // Step 1: 0 0 1e-17; step 2: 1e-16 3e-16 2e-16; step 3: 2e-16 1e-16 0.
    expect(exact).toMatchObject({
      ...{ rule: 'exact', seeds: 3, steps: [1, 2, 3] },
      ...{ median: [0, 2e-16, 1e-16], low: [0, 1e-16, 0], high: [1e-17, 3e-16, 2e-16] },
    });
    // Of two seeds the mean of both: (0.5 + 0.25) / 2.
    expect(printed!.median).toEqual([0.375, 0.7, 0.875]);
  });

  test('has a scale from far below rounding to above the largest', () => {
    expect(deviationScale([exact!, printed!])).toEqual({ from: LEAST, to: 10 });
    expect(deviationScale([exact!])).toEqual({ from: LEAST, to: 1e-15 });
  });

  test('of more steps than a call can have arguments has an extent', () => {
    const deviations = new Array<number>(300_000).fill(0.25);
    const long = { ...exact!, low: [...deviations, 0.125], high: [0.5, ...deviations] };
    expect(deviationExtent(long)).toEqual({ from: 0.125, to: 0.5 });
    expect(deviationScale([long])).toEqual({ from: LEAST, to: 1 });
  });

  test('passes over what is not a number, and over other measures', () => {
    const odd = [{ rule: 'r', seed: 0, step: 1, measures: { other: 1, deviation: Number.NaN } }];
    expect(stepDeviations(odd, 'deviation')).toEqual([]);
  });
});
