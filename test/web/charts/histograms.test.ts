import { describe, expect, test } from 'vitest';

import type { Histogram } from '../../../src/run/watch/look.js';
import {
  cutText,
  histogramAt,
  histogramFigures,
  histogramTable,
  histogramText,
} from '../../../src/web/charts/histograms/histogram-figures.js';
import { countOf, drawnEpochs, layRidges } from '../../../src/web/charts/histograms/ridge-layout.js';
import { shownRidges } from '../../../src/web/charts/histograms/shown-ridges.js';
import { feedbackName, tensorCourses, whyNoFeedback } from '../../../src/web/charts/histograms/tensor-courses.js';
import { RunStore } from '../../../src/web/view/run-store.js';
import { fixtureFacts, fixtureStore } from '../../web-page/fixture.js';

function histogram(from: number, to: number, counts: readonly number[], zeros = 0): Histogram {
  return { tensor: 'h1.weight', from, to, counts: Uint32Array.from(counts), zeros };
}

describe('ridges', () => {
  test('of bins of different widths are as high as bins of one width would be', () => {
    // Bins of 1 and of 2: 8 values in a bin of 2 are 4 in a bin of 1, of at most 8 in one.
    const narrow = { epoch: 1, histogram: histogram(0, 2, [8, 2]) };
    const wide = { epoch: 2, histogram: histogram(-1, 3, [8, 2]) };
    const { ridges, from, to } = layRidges([narrow, wide], 'linear', 'all');
    expect([from, to]).toEqual([-1, 3]);
    expect(ridges[0]).toEqual({ epoch: 1, borders: [0, 1, 2], heights: [1, 0.25] });
    expect(ridges[1]).toEqual({ epoch: 2, borders: [-1, 1, 3], heights: [0.5, 0.125] });
  });

  test('on a logarithmic scale are log₁₀(1 + n) high, so that an empty bin has no height', () => {
    // log₁₀ 100 = 2, log₁₀ 10 = 1, log₁₀ 1 = 0, over 2
    const { ridges } = layRidges([{ epoch: 1, histogram: histogram(0, 3, [99, 9, 0]) }], 'logarithmic', 'all');
    expect(ridges[0]!.heights).toEqual([1, 0.5, 0]);
  });

  test('of equal values are one bin with room beside it', () => {
    const { ridges, from, to } = layRidges([{ epoch: 1, histogram: histogram(0, 0, [12, 0, 0]) }], 'linear', 'all');
    expect(ridges[0]!.heights).toEqual([1]);
    expect(ridges[0]!.borders[0]).toBeLessThan(0);
    expect(ridges[0]!.borders[1]).toBeGreaterThan(0);
    expect(from).toBeLessThan(ridges[0]!.borders[0]!);
    expect(to).toBeGreaterThan(ridges[0]!.borders[1]!);
  });

  test('on the axis of the front epoch are cut there, and what is outside is counted', () => {
    // Front 0 to 4 with bins of 2, 0.2 wider at either end. Before: −10 to 10 with bins of 5: −10 and 5 on are outside,
    // −5 to 0 and 0 to 5 are cut. In bins of 2 their 10 values are 4.
    const early = { epoch: 1, histogram: histogram(-10, 10, [3, 10, 10, 2]) };
    const front = { epoch: 2, histogram: histogram(0, 4, [8, 4]) };
    const { ridges, from, to, cut } = layRidges([early, front], 'linear', 'front');
    expect([from, to]).toEqual([-0.2, 4.2]);
    expect(ridges[0]).toEqual({ epoch: 1, borders: [-0.2, 0, 4.2], heights: [0.5, 0.5] });
    expect(ridges[1]).toEqual({ epoch: 2, borders: [0, 2, 4], heights: [1, 0.5] });
    expect(cut).toEqual({ epochs: 1, values: 5, from: -10, to: 10 });
    expect(layRidges([front], 'linear', 'front').cut).toBeUndefined();
    expect(layRidges([early, front], 'linear', 'all').cut).toBeUndefined();
  });

  test('that are cut within their last bin have at least their largest value outside', () => {
    const early = { epoch: 1, histogram: histogram(0, 100, [50]) };
    const front = { epoch: 2, histogram: histogram(0, 10, [5]) };
    expect(layRidges([early, front], 'linear', 'front').cut).toEqual({ epochs: 1, values: 1, from: 0, to: 100 });
  });

  test('of other values than those of the front are out of sight', () => {
    const early = { epoch: 1, histogram: histogram(50, 60, [7, 7]) };
    const { ridges, cut } = layRidges([early, { epoch: 2, histogram: histogram(0, 4, [8, 4]) }], 'linear', 'front');
    expect(ridges[0]).toEqual({ epoch: 1, borders: [], heights: [] });
    expect(cut?.values).toBe(14);
  });

  test('without any value are flat', () => {
    expect(layRidges([{ epoch: 1, histogram: histogram(0, 1, [0, 0]) }], 'linear', 'all').ridges[0]!.heights).toEqual([
      0, 0,
    ]);
  });

  test('are drawn for the chosen epoch and evenly spaced ones before it', () => {
    expect(drawnEpochs(0, 16)).toEqual([0]);
    expect(drawnEpochs(3, 16)).toEqual([0, 1, 2, 3]);
    expect(drawnEpochs(8, 3)).toEqual([0, 4, 8]);
    expect(drawnEpochs(5, 1)).toEqual([5]);
  });
});

describe('courses of tensors', () => {
  test('pair weights with their feedback, named after the rule', () => {
    const courses = tensorCourses(fixtureStore({ epochs: 4 }));
    expect(courses.map(({ title }) => title)).toEqual([
      ...['h1.weight', 'h1.weight, LFP feedback', 'out.weight', 'out.weight, LFP feedback'],
    ]);
    expect(courses[0]!.sources.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(feedbackName('gradient')).toBe('negative gradient');
  });

  test('say why there is no feedback', () => {
    const silent = new RunStore();
    silent.apply({ kind: 'run', ...fixtureFacts(), rule: 'perturbation', feedback: 'none' });
    expect(whyNoFeedback(silent)).toBe('The rule perturbation sends no feedback that could be recorded.');
    const unrecorded = new RunStore();
    unrecorded.apply({ kind: 'run', ...fixtureFacts() });
    expect(whyNoFeedback(unrecorded)).toBeUndefined();
    unrecorded.apply({ kind: 'histograms', epoch: 1, step: 1, weights: [histogram(0, 1, [1])], feedback: [] });
    expect(whyNoFeedback(unrecorded)).toBe('No LFP feedback was recorded.');
    expect(whyNoFeedback(fixtureStore())).toBeUndefined();
  });
});

describe('figures of histograms', () => {
  test('tell extent, count and exact zeros', () => {
    // 1 of 8 values is 12.5 %.
    expect(histogramText(histogram(-0.5, 0.25, [4, 4], 1))).toBe('min −0.5, max 0.25, 12.5 % exact zeros');
    expect(countOf(histogram(0, 1, [4, 4]))).toBe(8);
    expect(histogramText(histogram(0, 0, []))).toBe('min 0, max 0, 0 % exact zeros');
  });

  test('tell what of earlier epochs is cut', () => {
    expect(cutText({ epochs: 14, values: 8149, from: -0.158, to: 0.273 })).toBe(
      'cut: ≥ 8,149 values of 14 epochs, −0.158 to 0.273',
    );
    expect(cutText({ epochs: 1, values: 1, from: 0, to: 2 })).toBe('cut: ≥ 1 value of 1 epoch, 0 to 2');
  });

  test('are drawn on one axis for weights, and for feedback on that of the chosen epoch', () => {
    const [weights, feedback] = tensorCourses(fixtureStore({ epochs: 4 }));
    // Weights of epoch e lie within ±(0.4 + 0.1 e), feedback within ±0.02 / e, and the axis is a twentieth wider.
    expect(shownRidges(weights!, 2, 'linear')).toMatchObject({ to: expect.closeTo(0.6, 12), cut: undefined });
    expect(shownRidges(feedback!, 4, 'linear')!.to).toBeCloseTo(0.0055, 12);
    const { to, cut } = shownRidges(feedback!, 2, 'linear')!;
    expect(to).toBeCloseTo(0.011, 12);
    expect(cut).toMatchObject({ epochs: 1, from: -0.02, to: 0.02 });
    expect(histogramFigures(fixtureStore({ epochs: 4 }), 2).rows.map((row) => row[5])).toEqual([
      ...[0, cut!.values, 0, expect.any(Number)],
    ]);
    expect(shownRidges(feedback!, 0.5, 'linear')).toBeUndefined();
  });

  test('are those of the chosen epoch', () => {
    const run = fixtureStore({ epochs: 4 });
    const [course] = tensorCourses(run);
    // Weights of epoch e lie within ±(0.4 + 0.1 e).
    expect(histogramAt(course!, 2)!.to).toBeCloseTo(0.6, 12);
    expect(histogramAt(course!, 0.5)).toBeUndefined();
    expect(histogramFigures(run, 2).rows[0]!.slice(2, 4)).toEqual([expect.closeTo(-0.6, 12), expect.closeTo(0.6, 12)]);
    expect(histogramTable(run).rows).toHaveLength(4 * 4 * 40);
    expect(histogramTable(run).rows[0]!.slice(0, 5)).toEqual(['weights', 'h1.weight', 1, -0.5, -0.475]);
  });

  test('of nothing say so', () => {
    expect(histogramFigures(undefined, Number.POSITIVE_INFINITY)).toMatchObject({
      rows: [],
      note: 'No epoch has ended yet.',
    });
  });
});
