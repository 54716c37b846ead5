import type { ComparisonView } from '../../sweep/comparison-view.js';
import { createComparisonCharts } from '../charts/compare/comparison-charts.js';
import { createPanel, type Panel } from '../charts/panel/panel.js';

/** The charts of a comparison in their frames. */
export function comparisonPanels({ document, steps }: ComparisonView): readonly Panel[] {
  return createComparisonCharts(document, steps).map((chart) => createPanel(chart, { subject: () => document.name }));
}
