import type { ComparisonDocument } from '../../../sweep/comparison-document.js';
import type { Estimate } from '../../../sweep/estimate.js';
import { withMinusSigns } from '../../page/minus-sign.js';
import type { FigureTable } from '../figure-table.js';
import { tickTexts } from '../plot/ticks.js';
import type { RowMark, RowPlot } from './row-plot.js';
import { OWN_DATA, sortedRules } from './rule-rows.js';

/** What an interval of differences says; `unknown` with fewer than two pairs. */
export type Verdict = 'better' | 'worse' | 'undecided' | 'unknown';

/** Better or worse when the interval excludes 0; an interval that ends at 0 does not. */
export function verdictOf({ low, high }: Pick<Estimate, 'low' | 'high'>): Verdict {
  if (low === undefined || high === undefined) return 'unknown';
  return low > 0 ? 'better' : high < 0 ? 'worse' : 'undecided';
}

const WORDS: Readonly<Record<Verdict, string>> = {
  better: 'better: interval above 0',
  worse: 'worse: interval below 0',
  undecided: 'undecided: interval holds 0',
  unknown: 'undecided: a single pair',
};

function verdictText(difference: Pick<Estimate, 'low' | 'high'>): string {
  return WORDS[verdictOf(difference)];
}

/** Test accuracy of every rule minus that of the baseline with the same seed, in percentage points. */
export function differenceRows(document: ComparisonDocument): RowPlot {
  const rules = comparedRules(document);
  const marks = rules.map(({ row }): RowMark => {
    const { mean, low, high } = row.difference!;
    const interval = low === undefined || high === undefined ? {} : { low: 100 * low, high: 100 * high };
    const range = low === undefined || high === undefined ? '' : ` (${points(low)} … ${points(high)})`;
    const verdict = verdictOf(row.difference!);
    return {
      value: 100 * mean,
      ...interval,
      isSure: verdict === 'better' || verdict === 'worse',
      text: `${points(mean)}${range}  ${verdict === 'unknown' ? 'undecided' : verdict}`,
    };
  });
  const ends = marks.flatMap(({ value, low = value, high = value }) => [low, high]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const air = (most - least) * 0.05 || 1;
  return {
    rows: rules,
    apart: OWN_DATA,
    columns: [
      {
        title: `Percentage points above ${document.baseline}`,
        style: 'dot',
        from: least - air,
        to: most + air,
        tickTexts: (ticks) => tickTexts(ticks).map((text, k) => (ticks[k]! > 0 ? `+${text}` : text)),
        lines: [0],
        marks,
      },
    ],
  };
}

function comparedRules(document: ComparisonDocument) {
  return sortedRules(document, ({ difference }) => difference?.mean).filter(({ row }) => row.difference !== undefined);
}

/** The same as a table, with the verdict in words. */
export function differenceFigures(document: ComparisonDocument): FigureTable {
  const rows = comparedRules(document).map(({ row: { name, difference } }) => {
    const { mean, low, high, count } = difference!;
    return [name, mean, low, high, count, verdictText(difference!)];
  });
  return {
    caption: `Test accuracy minus that of ${document.baseline} with the same seed; 95 % intervals (Student t)`,
    columns: ['Rule', 'Difference', 'Interval from', 'Interval to', 'Pairs', 'Verdict'],
    rows,
    ...(rows.length === 0 ? { note: `No rule can be paired with ${document.baseline}.` } : {}),
  };
}

/** A share as percentage points with its sign. */
function points(share: number): string {
  const text = (100 * share).toFixed(2);
  return Number(text) > 0 ? `+${text}` : Number(text) === 0 ? '0.00' : withMinusSigns(text);
}
