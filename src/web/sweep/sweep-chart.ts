import { reportTitle } from '../../streams/text/sweep-cells.js';
import type { SweepDocument } from '../../sweep/sweep-document.js';
import type { Chart } from '../charts/chart.js';
import { createRowChart } from '../charts/compare/create-row-chart.js';
import { createHeatMap } from './heat-map.js';
import { createParallelCoordinates } from './parallel-coordinates.js';
import { sweepFigures, sweepSummaryText } from './sweep-figures.js';
import { sweepRows } from './sweep-rows.js';
import { type SweptAxis, sweptAxes } from './swept-axes.js';

/** More rows than these are no picture any more. */
const MOST_ROWS = 60;

/** Whether most pairs of values have a row: points that were drawn from ranges have hardly any. */
function isFilled({ table }: SweepDocument, [down, across]: readonly SweptAxis[]): boolean {
  return 2 * table.length >= down!.values.length * across!.values.length;
}

/** The picture that suits a sweep: intervals for one key, a heat map for two, parallel coordinates for more. */
export function createSweepChart(document: SweepDocument): Chart {
  const axes = sweptAxes(document);
  const [down, across] = axes;
  if (down && across && axes.length === 2 && isFilled(document, axes)) return createHeatMap(document, down, across);
  if (axes.length > 1 || document.table.length > MOST_ROWS) return createParallelCoordinates(document, axes);
  return createRowChart({
    name: 'means',
    title: reportTitle(document.report),
    plot: sweepRows(document),
    figures: sweepFigures(document),
    summary: sweepSummaryText(document),
    explanation: 'Thin strokes are single runs, bars are 95 % intervals; those of shares are cut at 0 and 100 %.',
  });
}
