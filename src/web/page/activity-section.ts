import { createMarks } from '../charts/time/marks.js';
import { createMembranes } from '../charts/time/membranes.js';
import { createOverview } from '../charts/time/overview.js';
import { createRaster } from '../charts/time/raster.js';
import { createRates } from '../charts/time/rates.js';
import type { View } from '../view/view-state.js';
import { activityOutline } from './activity-outline.js';
import type { Control } from './control.js';
import { element } from './element.js';
import { panelsOf } from './panels.js';
import type { Part } from './part.js';
import { createToolbar } from './toolbar.js';

/** Charts on the time axis, from the top, with what a run must have for them. */
const CHARTS = [
  [createMarks, 'presentations'],
  [createRaster, 'spikes'],
  [createRates, 'spikes'],
  [createMembranes, 'membranes'],
  [createOverview, 'spikes'],
] as const;

/**
 * Charts on the shared time axis, one below the other, with what steers them. Those that a run can have nothing for are
 * left out, and why is said.
 *
 * @param tools Stand in the toolbar after its own.
 */
export function createActivitySection(view: View, tools: readonly HTMLElement[]): Part & Control {
  const toolbar = createToolbar(view, ...tools);
  const panels = panelsOf(
    view,
    CHARTS.map(([create]) => create(view)),
  );
  const stack = element('div', { class: 'stack' }, ...panels.map((panel) => panel.element));
  const refusal = element('p', { class: 'refusal', role: 'status' });
  const subscription = view.state.refusal.subscribe((why) => {
    refusal.textContent = why ?? '';
  });
  const remark = element('p', { class: 'remark', hidden: true });
  return {
    element: element(
      'section',
      { class: 'activity', 'aria-labelledby': 'activity-title' },
      element('div', { class: 'section-head' }, element('h2', { id: 'activity-title' }, 'Activity'), toolbar.element),
      refusal,
      stack,
      remark,
    ),
    show(run) {
      const outline = activityOutline(run);
      panels.forEach((panel, k) => {
        panel.element.hidden = !outline[CHARTS[k]![1]];
      });
      for (const part of [toolbar.element, stack]) part.hidden = !outline.presentations;
      remark.hidden = outline.why === undefined;
      remark.textContent = outline.why ?? '';
      toolbar.show(run);
    },
    destroy() {
      subscription.unsubscribe();
      toolbar.destroy();
      for (const panel of panels) panel.destroy();
    },
  };
}
