import { percentText } from '../../../streams/text/number-text.js';
import type { ComparisonDocument } from '../../../sweep/comparison-document.js';
import { withMinusSigns } from '../../page/minus-sign.js';
import type { FigureTable } from '../figure-table.js';
import { percentTexts } from '../plot/ticks.js';
import { cutInterval, type RowMark, type RowPlot } from './row-plot.js';
import { absenceText, OWN_DATA, sortedRules } from './rule-rows.js';

const ACCURACY = 'accuracy(test)';

/** Test accuracy of every rule: mean, single seeds, and the 95 % interval: its text as it is, drawn as far as it lies between 0 and 100 %. */
export function accuracyRows(document: ComparisonDocument): RowPlot {
  const rules = sortedRules(document, ({ accuracy }) => accuracy?.mean);
  const marks = rules.map(({ row }): RowMark | string => {
    const { accuracy } = row;
    if (!accuracy) return absenceText(row);
    const single = document.rules.find(({ name }) => name === row.name)?.runs ?? [];
    const runs = single.flatMap(({ metrics }) => metrics?.[ACCURACY] ?? []);
    const { mean, low, high } = accuracy;
    if (low === undefined || high === undefined) return { value: mean, runs, text: `${percentText(mean)} (one run)` };
    const interval = cutInterval(low, high, 0, 1);
    const text = `${percentText(mean)} (${hundredths(low)} … ${hundredths(high)})`;
    return { value: mean, ...interval, runs, text };
  });
  const known = marks.filter((mark) => typeof mark !== 'string');
  const least = Math.min(1, ...known.flatMap(({ value, low = value, runs = [] }) => [value, low, ...runs]));
  const baseline = marks[rules.findIndex(({ isBaseline }) => isBaseline)];
  return {
    rows: rules,
    apart: OWN_DATA,
    columns: [
      {
        title: 'Mean with 95 % interval',
        style: 'dot',
        // A little air; never below 0.
        from: Math.max(0, least - 0.05 * (1 - least)),
        to: 1,
        tickTexts: percentTexts,
        lines: baseline && typeof baseline !== 'string' ? [baseline.value] : [],
        marks,
      },
    ],
  };
}

/** The same as a table. */
export function accuracyFigures(document: ComparisonDocument): FigureTable {
  return {
    caption: `Test accuracy of ${document.name}, seeds ${document.seeds.join(' ')}; 95 % intervals (Student t)`,
    columns: ['Rule', 'Accuracy', 'Interval from', 'Interval to', 'Standard deviation', 'Seeds', 'Note'],
    rows: sortedRules(document, ({ accuracy }) => accuracy?.mean).map(({ row, name }) => {
      const { accuracy, ownData } = row;
      const note = accuracy ? (ownData ? 'data of its own' : undefined) : absenceText(row);
      return [name, accuracy?.mean, accuracy?.low, accuracy?.high, accuracy?.sd, accuracy?.count, note];
    }),
  };
}

/** A share in percent with two decimals. */
function hundredths(share: number): string {
  return withMinusSigns((100 * share).toFixed(2));
}
