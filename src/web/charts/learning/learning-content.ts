import { colourOf, type Theme } from '../../page/theme.js';
import type { RunStore } from '../../view/run-store.js';
import type { Curve, CurveContent } from '../plot/curve.js';
import { dashOf } from '../plot/strokes.js';
import { broken, curveBreaks, phasePlaces, testPoints } from './curve-phases.js';
import { expectedLevels } from './expected-levels.js';
import { interventionText } from './intervention-text.js';
import { runLabel } from './learning-figures.js';
import { learningSeries, QUANTITIES, type Quantity } from './learning-series.js';
import { movingMean, windowOf } from './moving-mean.js';

/** Labels that the plots of all quantities have together. */
export function learningLabels(runs: readonly RunStore[]): readonly string[] {
  if (runs.length !== 1) return runs.map((_, number) => runLabel(runs, number));
  return ['batches', ...testPoints(runs[0]!, QUANTITIES[0]!).map(({ phase }) => phase)];
}

/** Curves of one quantity: tests in a strong line with discs, epochs in squares, batches faint behind them. */
export function learningContent(
  runs: readonly RunStore[],
  quantity: Quantity,
  smoothing: number,
  colours: Theme,
): CurveContent {
  const single = runs.length === 1;
  const curves = runs.flatMap((run, number): readonly Curve[] => {
    const { batches, train, test } = learningSeries(run, quantity);
    const breaks = curveBreaks(run);
    const [colour, dash] = [colourOf(colours, number), dashOf(number)];
    const window = windowOf(smoothing, run.batches.batchesPerPoint);
    // Where there are only batches, they are no background.
    const isAlone = train.values.length + test.values.length === 0;
    const isSet = quantity.train === undefined;
    const [x, y] = broken(batches.epochs, isSet ? batches.values : movingMean(batches.values, window), breaks);
    const [trainX, trainY] = broken(train.epochs, train.values, breaks);
    const [testX, testY] = broken(test.epochs, test.values, breaks);
    const name = runLabel(runs, number);
    const labels = isSet ? ['', '', ''] : single ? ['batches', 'train', 'test'] : isAlone ? [name] : ['', '', name];
    const label = (at: number) => (labels[at] ? { label: labels[at] } : {});
    return [
      isAlone
        ? { x, y, colour, dash, width: 1.5, ...label(0) }
        : { x, y, colour, dash: [], width: 1, opacity: 0.42, ...label(0) },
      {
        ...{ x: trainX, y: trainY, colour, dash, width: 1, opacity: 0.75, marker: 'square' },
        ...label(1),
      },
      { x: testX, y: testY, colour, dash, width: 2, marker: 'disc', ...label(2) },
      // Each a curve of one point: nothing is learned from one to the next.
      ...testPoints(run, quantity).map(({ phase, epoch, value }): Curve => {
        const point = { x: [epoch], y: [value], colour, dash: [], width: 0, marker: 'disc' } as const;
        // The small plots have no room for as many names as there are phases; the figures have them all.
        return single && quantity === QUANTITIES[0] ? { ...point, label: phase } : point;
      }),
    ];
  });
  const marks = runs.flatMap((run, number) => {
    const perEpoch = run.facts?.batchesPerEpoch ?? 1;
    return run.interventions
      .filter(({ refused }) => refused === undefined)
      .map(({ step, intervention }) => ({
        x: step / perEpoch,
        text: quantity === QUANTITIES[0] ? interventionText(intervention) : '',
        colour: single ? colours.warning : colourOf(colours, number),
      }));
  });
  const starts = runs.flatMap((run, number) =>
    phasePlaces(run).map(({ x, text }) => ({
      x,
      text: single && quantity === QUANTITIES[0] ? text : '',
      colour: single ? colours.muted : colourOf(colours, number),
    })),
  );
  const levels = runs.flatMap(({ ended }) => (ended ? expectedLevels(ended.expect, quantity) : []));
  const known = new Set<string>();
  return {
    curves,
    marks: [...starts, ...marks].toSorted((a, b) => a.x - b.x),
    // Runs of one scenario expect the same: one line says it, unless one met it and another did not.
    levels: levels.filter(({ text }) => !known.has(text) && known.add(text)),
  };
}
