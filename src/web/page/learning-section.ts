import { createHistogramChart } from '../charts/histograms/create-histogram-chart.js';
import { createLearningChart } from '../charts/learning/create-learning-chart.js';
import { createRewardMap } from '../charts/reward-map/create-reward-map.js';
import type { View } from '../view/view-state.js';
import type { Control } from './control.js';
import { element } from './element.js';
import { panelsOf } from './panels.js';
import type { Part } from './part.js';

/** Charts of learning: curves, histograms, reward of the inputs. */
export function createLearningSection(view: View): Part & Control {
  const panels = panelsOf(view, [createLearningChart(view), createHistogramChart(view), createRewardMap(view)]);
  const [, , rewards] = panels;
  return {
    element: element(
      'section',
      { class: 'learning panels', 'aria-label': 'Learning' },
      ...panels.map((panel) => panel.element),
    ),
    show(run) {
      // A run of phases that is over has no looks to come.
      const isBare = run?.ended !== undefined && run.facts?.phases !== undefined && run.newestLook === undefined;
      rewards!.element.hidden = isBare;
    },
    destroy() {
      for (const panel of panels) panel.destroy();
    },
  };
}
