import { element } from '../../page/element.js';
import type { Chart } from '../chart.js';
import type { FigureTable } from '../figure-table.js';
import { fitCanvas } from '../plot/fitted-canvas.js';
import { measureRows, paintRows } from './paint-rows.js';
import type { RowPlot } from './row-plot.js';

/** What a chart of rows is made of. */
export interface RowChartContent {
  readonly name: string;
  readonly title: string;
  readonly plot: RowPlot;
  readonly figures: FigureTable;
  /** A sentence for people who cannot see it. */
  readonly summary: string;
  /** What must be known to read it, below the picture. */
  readonly explanation?: string;
}

/** A chart with one row for each rule. */
export function createRowChart({ name, title, plot, figures, summary, explanation }: RowChartContent): Chart {
  const host = element('div', { class: 'row-chart-canvas', role: 'img', 'aria-label': summary });
  const whole = element('div', { class: 'row-chart' }, host);
  if (explanation !== undefined) whole.append(element('p', { class: 'chart-explanation' }, explanation));
  const fitted = fitCanvas(host, (sheet) => {
    if (plot.rows.length === 0) return;
    const layout = measureRows(sheet, plot);
    if (Math.abs(layout.height - sheet.height) > 0.5) host.style.height = `${layout.height}px`;
    paintRows(sheet, plot, layout);
  });
  fitted.request();
  return {
    name,
    title,
    element: whole,
    figures: () => figures,
    canvases: () => (plot.rows.length === 0 ? [] : [fitted.canvas]),
    destroy() {
      fitted.destroy();
      whole.remove();
    },
  };
}
