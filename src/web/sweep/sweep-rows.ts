import { isShare, settingsText } from '../../streams/text/sweep-cells.js';
import type { SweepDocument } from '../../sweep/sweep-document.js';
import { groupedRuns } from '../../sweep/sweep-table.js';
import { cutInterval, type RowMark, type RowPlot } from '../charts/compare/row-plot.js';
import { percentTexts, tickTexts } from '../charts/plot/ticks.js';
import { estimateText } from './sweep-figures.js';

/** One row for each value: its mean, the single runs, and the 95 % interval. */
export function sweepRows(document: SweepDocument): RowPlot {
  const { table, runs, report } = document;
  const { metric, over } = report;
  const groups = groupedRuns(runs, over);
  const [floor, ceiling] = isShare(metric) ? [0, 1] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const shownInterval = (low: number, high: number) => cutInterval(low, high, floor, ceiling);
  const marks = table.map((row, n): RowMark | string => {
    const { estimate } = row;
    const text = estimateText(row, metric);
    if (!estimate) return text;
    const single = groups[n]!.flatMap(({ metrics }) => metrics?.[metric] ?? []);
    const { mean, low, high } = estimate;
    return { value: mean, runs: single, text, ...(low === undefined ? {} : shownInterval(low, high!)) };
  });
  const shown = marks.flatMap((mark) =>
    typeof mark === 'string' ? [] : [mark.value, mark.low ?? mark.value, mark.high ?? mark.value, ...(mark.runs ?? [])],
  );
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  const air = 0.05 * (most - least || 1);
  return {
    rows: table.map(({ settings }) => {
      return { name: settingsText(settings) || document.name, colour: 0, isBaseline: false, isApart: false };
    }),
    apart: '',
    columns: [
      {
        title: `${metric}, mean with 95 % interval`,
        style: 'dot',
        from: Math.max(floor, least - air),
        to: Math.min(ceiling, most + air),
        tickTexts: isShare(metric) ? percentTexts : tickTexts,
        lines: [],
        marks,
      },
    ],
  };
}
