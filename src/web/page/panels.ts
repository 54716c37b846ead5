import type { Chart } from '../charts/chart.js';
import { createPanel, type Panel } from '../charts/panel/panel.js';
import { runPanel } from '../charts/panel/run-panel.js';
import type { View } from '../view/view-state.js';

/** Frames charts of one page, all with the same options. */
export function panelsOf(view: View, charts: readonly Chart[]): readonly Panel[] {
  const options = runPanel(view);
  return charts.map((chart) => createPanel(chart, options));
}
