import { merge, throttleTime } from 'rxjs';

import { element } from '../../page/element.js';
import { theme } from '../../page/theme.js';
import type { View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { toCsv } from '../panel/to-csv.js';
import { moveCursor } from '../plot/cursor-keys.js';
import type { Extent } from '../plot/curve.js';
import { createCurvePlot } from '../plot/curve-plot.js';
import { framesOf } from '../plot/frames-of.js';
import { onceAFrame } from '../plot/once-a-frame.js';
import { percentTexts } from '../plot/ticks.js';
import { learningContent, learningLabels } from './learning-content.js';
import { learningFigures, learningSummary, learningTable } from './learning-figures.js';
import { createLearningLegend } from './learning-legend.js';
import { isMeasured, learningSeries, QUANTITIES } from './learning-series.js';
import { smoothingText } from './moving-mean.js';

/** Batches that the smoothing goes over: 1, 3, 9 … 243. */
const STRONGEST = 5;
const AXIS = 56;
/** Curves that grow by a point are drawn once in so many milliseconds at most: the time is the simulation's. */
export const REDRAW_MS = 150;

/**
 * Learning curves over epochs, all runs of the page on common axes: accuracy, reward, spikes per sample and learning rate,
 * with one cursor and one zoom. Drag to zoom, double-click or `0` for everything; arrows move the cursor.
 */
export function createLearningChart(view: View): Chart {
  const smoother = element('input', { type: 'range', min: 0, max: STRONGEST, step: 1, value: 1 });
  const width = element('output');
  const control = element('label', { class: 'chart-control' }, 'Smoothing ', smoother, width);
  const plots = element('div', { class: 'learning-plots', tabindex: 0, role: 'img' });
  const legend = createLearningLegend();
  const whole = element(
    'div',
    { class: 'learning-chart' },
    element('div', { class: 'chart-controls' }, control),
    plots,
    legend.element,
  );
  let cursor: number | undefined;

  const smoothing = (): number => 3 ** Number(smoother.value);
  const each = QUANTITIES.map((quantity, number) => ({
    quantity,
    plot: createCurvePlot({
      title: quantity.title,
      ...(number === 0 || number === QUANTITIES.length - 1 ? { across: 'epochs' } : {}),
      scale: 'linear',
      ...(quantity.isShare ? { hard: { from: 0, to: 1 }, tickTexts: percentTexts } : {}),
      axisWidth: AXIS,
      labels: () => learningLabels(view.runs.value),
      markLines: number === 0 ? 2 : 0,
      origin: 0,
      content: (colours) => learningContent(view.runs.value, quantity, smoothing(), colours),
      onCursor: (at) => setCursor(at),
      onWindow: (next) => setWindow(next),
    }),
  }));
  plots.append(...each.map(({ plot }) => plot.element));

  const setCursor = (at: number | undefined): void => {
    if (at === cursor) return;
    cursor = at;
    for (const { plot } of each) plot.setCursor(at);
    legend.show(view.runs.value, cursor, theme.value);
  };
  const setWindow = (next: Extent | undefined): void => {
    for (const { plot } of each) plot.show(next);
  };
  const draw = (): void => {
    const runs = view.runs.value;
    const thinned = runs.length === 0 ? [1] : runs.map(({ batches }) => batches.batchesPerPoint);
    width.textContent = smoothingText(smoothing(), thinned);
    plots.setAttribute('aria-label', learningSummary(runs));
    for (const { quantity, plot } of each) {
      plot.element.hidden = !runs.some((run) => isMeasured(learningSeries(run, quantity)));
      plot.request();
    }
    legend.show(runs, cursor, theme.value);
  };
  const frames = onceAFrame(draw);
  const onInput = (): void => frames.request();
  const onKey = (event: KeyboardEvent): void => {
    const moved = moveCursor(event, cursor, each[0]!.plot.window, { smallest: 1 });
    if (!moved) return;
    event.preventDefault();
    event.stopPropagation();
    if ('cursor' in moved) setCursor(moved.cursor);
    else setWindow(moved.window);
  };
  smoother.addEventListener('input', onInput);
  plots.addEventListener('keydown', onKey);
  const listening = merge(
    framesOf(view, ['run', 'batches', 'metrics', 'phase', 'intervention', 'ended']).pipe(
      throttleTime(REDRAW_MS, undefined, { leading: true, trailing: true }),
    ),
    theme,
  ).subscribe(() => frames.request());
  return {
    name: 'learning',
    title: 'Learning',
    element: whole,
    figures: () => learningFigures(view.runs.value),
    csv: () => toCsv(learningTable(view.runs.value)),
    canvases: () => each.filter(({ plot }) => !plot.element.hidden).map(({ plot }) => plot.canvas),
    destroy() {
      frames.cancel();
      listening.unsubscribe();
      smoother.removeEventListener('input', onInput);
      plots.removeEventListener('keydown', onKey);
      for (const { plot } of each) plot.destroy();
      whole.remove();
    },
  };
}
