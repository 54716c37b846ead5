import type { ComparisonDocument } from '../../../sweep/comparison-document.js';
import type { ComparisonRow } from '../../../sweep/comparison-table.js';
import type { FigureTable } from '../figure-table.js';
import { tickTexts } from '../plot/ticks.js';
import type { RowColumn, RowMark, RowPlot } from './row-plot.js';
import { absenceText, OWN_DATA, sortedRules } from './rule-rows.js';

/** Test accuracy with all weights, and without the smallest 50 %, 80 %, 90 % of them. */
export function pruningRows(document: ComparisonDocument): RowPlot {
  const rules = sortedRules(document, meanPruned(document));
  const column = (title: string, value: (row: ComparisonRow) => number | undefined): RowColumn => ({
    title,
    style: 'bar',
    from: 0,
    to: 1,
    tickTexts: (ticks) => tickTexts(ticks.map((tick) => 100 * tick)),
    lines: [0],
    marks: rules.map(({ row }): RowMark | string => {
      const accuracy = value(row);
      return accuracy === undefined ? absenceText(row) : { value: accuracy, text: (100 * accuracy).toFixed(1) };
    }),
  });
  return {
    rows: rules,
    apart: OWN_DATA,
    columns: [
      column('all', ({ accuracy }) => accuracy?.mean),
      ...document.prune.map((share) => column(`− ${shareName(share)}`, ({ pruned }) => pruned[String(share)])),
    ],
  };
}

/** Rules that keep most come first: the mean over all shares. */
function meanPruned({ prune }: ComparisonDocument): (row: ComparisonRow) => number | undefined {
  return ({ pruned }) => {
    const values = prune.flatMap((share) => pruned[String(share)] ?? []);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
}

function shareName(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`;
}

/** The same as a table. */
export function pruningFigures(document: ComparisonDocument): FigureTable {
  return {
    caption: 'Test accuracy after a share of the smallest weights was taken away: means over the seeds',
    columns: ['Rule', 'All weights', ...document.prune.map((share) => `Without ${shareName(share)}`)],
    rows: sortedRules(document, meanPruned(document)).map(({ name, row }) => [
      name,
      row.accuracy?.mean,
      ...document.prune.map((share) => row.pruned[String(share)]),
    ]),
  };
}
