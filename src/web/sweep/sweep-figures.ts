import {
  isShare,
  metricText,
  reportTitle,
  rowKeys,
  settingsText,
  settingText,
} from '../../streams/text/sweep-cells.js';
import type { SweepDocument } from '../../sweep/sweep-document.js';
import type { SweepRow } from '../../sweep/sweep-table.js';
import { type FigureTable, MOST_TABLE_ROWS } from '../charts/figure-table.js';
import { withMinusSigns } from '../page/minus-sign.js';

/** The table of a sweep as the figures behind a chart. */
export function sweepFigures(document: SweepDocument, most: number = MOST_TABLE_ROWS): FigureTable {
  const { table, report, name } = document;
  const keys = rowKeys(document);
  const cell = (value: unknown) => (typeof value === 'number' ? value : settingText(value ?? ''));
  const left = table.length - most;
  return {
    caption: `${reportTitle(report)} of ${name}; 95 % intervals (Student t)`,
    columns: [...keys, 'Mean', 'Standard deviation', 'Interval from', 'Interval to', 'Runs'],
    rows: table
      .slice(0, most)
      .map(({ settings, estimate }) => [
        ...keys.map((key) => cell(settings[key])),
        ...[estimate?.mean, estimate?.sd, estimate?.low, estimate?.high, estimate?.count ?? 0],
      ]),
    ...(left > 0 ? { note: `${left} more rows: see sweep.csv` } : {}),
  };
}

/** The mean of a row and how sure it is: `97.49 % (96.02 … 98.10), 3 runs`. */
export function estimateText({ estimate, finished, runs }: SweepRow, metric: string): string {
  if (!estimate) return finished === 0 ? `no run ended (0 of ${runs})` : 'not measured';
  const { mean, low, high, count } = estimate;
  const interval = low === undefined ? '' : ` (${metricText(metric, low)} … ${metricText(metric, high!)})`;
  const unit = isShare(metric) ? ' %' : '';
  return withMinusSigns(`${metricText(metric, mean)}${unit}${interval}, ${count} ${count === 1 ? 'run' : 'runs'}`);
}

/** A row in words. */
export function rowText(row: SweepRow, metric: string): string {
  return `${settingsText(row.settings)}: ${metric} ${estimateText(row, metric)}`;
}

/** A sentence for people who cannot see a chart: the best and the worst row. */
export function sweepSummaryText({ table, report: { metric } }: SweepDocument): string {
  const known = table.filter(({ estimate }) => estimate).toSorted((a, b) => b.estimate!.mean - a.estimate!.mean);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${metric}: nothing was measured.`;
  return `Largest: ${rowText(first, metric)}. Smallest: ${rowText(last, metric)}.`;
}
