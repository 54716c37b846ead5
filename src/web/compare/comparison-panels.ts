import { createComparisonCharts } from '../charts/compare/comparison-charts.js';
import { createPanel, type Panel } from '../charts/panel/panel.js';
import type { ComparisonData } from './comparison-page.js';

/** The charts of a comparison in their frames. */
export function comparisonPanels({ document, steps }: ComparisonData): readonly Panel[] {
  return createComparisonCharts(document, steps).map((chart) => createPanel(chart, { subject: () => document.name }));
}
