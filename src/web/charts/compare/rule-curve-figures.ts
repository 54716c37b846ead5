import { percentText } from '../../../streams/text/number-text.js';
import type { FigureTable } from '../figure-table.js';
import type { MeanCurve, RuleCurves } from './rule-curves.js';

/** Where each rule stood after its last epoch. */
export function curveFigures(means: readonly MeanCurve[]): FigureTable {
  const rows = means.flatMap(({ rule, epochs, mean, low, high, count }) =>
    epochs.length === 0 ? [] : [[rule, epochs.at(-1), mean.at(-1), low.at(-1), high.at(-1), count.at(-1)]],
  );
  return {
    caption: 'Test accuracy after the last epoch of each rule: mean, lowest and highest seed',
    columns: ['Rule', 'Epoch', 'Mean', 'Lowest seed', 'Highest seed', 'Seeds'],
    rows,
    note: rows.length === 0 ? 'No rule was tested.' : 'The CSV file has every epoch of every seed.',
  };
}

/** Every epoch of every seed. */
export function curveTable(curves: readonly RuleCurves[]): Pick<FigureTable, 'columns' | 'rows'> {
  return {
    columns: ['rule', 'seed', 'epoch', 'accuracy'],
    rows: curves.flatMap(({ rule, seeds }) =>
      seeds.flatMap(({ seed, epochs, accuracy }) => epochs.map((epoch, k) => [rule, seed, epoch, accuracy[k]])),
    ),
  };
}

/** What the curves show, in a sentence. */
export function curveSummary(means: readonly MeanCurve[]): string {
  const ends = means.flatMap(({ rule, mean }) => (mean.length === 0 ? [] : [`${rule} ${percentText(mean.at(-1)!)}`]));
  return `Test accuracy over the epochs, means over the seeds. At the end: ${ends.join('; ')}.`;
}
