import type { ComparisonDocument } from '../../../sweep/comparison-document.js';
import type { FigureTable } from '../figure-table.js';
import { fewDigits, tickTexts } from '../plot/ticks.js';
import type { RowColumn, RowMark, RowPlot } from './row-plot.js';
import { OWN_DATA, sortedRules } from './rule-rows.js';

/** Epochs and seconds until the test accuracy reached the target: medians over the seeds that did. */
export function targetRows(document: ComparisonDocument): RowPlot {
  // The quickest first.
  const rules = sortedRules(document, ({ target }) => (target?.epochs === undefined ? undefined : -target.epochs));
  const column = (
    title: string,
    value: (target: NonNullable<(typeof rules)[number]['row']['target']>) => number | undefined,
  ): RowColumn => {
    const marks = rules.map(({ row: { target, runs } }): RowMark | string => {
      const reached = target && value(target);
      if (target === undefined || reached === undefined) return `not reached (0 of ${runs})`;
      return { value: reached, text: `${fewDigits(reached, 3)} (${target.reached} of ${runs})` };
    });
    const values = marks.flatMap((mark) => (typeof mark === 'string' ? [] : [mark.value]));
    return { title, style: 'bar', from: 0, to: Math.max(...values, 1e-9), tickTexts, lines: [0], marks };
  };
  const goal = `${fewDigits(100 * (document.target ?? 0), 4)} %`;
  return {
    rows: rules,
    apart: OWN_DATA,
    columns: [
      column(`Epochs to ${goal}`, ({ epochs }) => epochs),
      column(`Seconds to ${goal}`, ({ secondsToTarget }) => secondsToTarget),
    ],
  };
}

/** The same as a table. */
export function targetFigures(document: ComparisonDocument): FigureTable {
  const { target, jobs, threads } = document;
  return {
    caption: `When the test accuracy reached ${target}: medians over the seeds that did`,
    columns: ['Rule', 'Epochs', 'Seconds', 'Seeds that reached it', 'Seeds'],
    rows: sortedRules(document, (row) => (row.target?.epochs === undefined ? undefined : -row.target.epochs)).map(
      ({ name, row }) => [name, row.target?.epochs, row.target?.secondsToTarget, row.target?.reached ?? 0, row.runs],
    ),
    note: `Seconds were measured on ${document.cpu}, ${jobs} runs at a time, threads of each: ${threads}.`,
  };
}
