import { merge } from 'rxjs';

import { theme } from '../../page/theme.js';
import { neuronAt } from '../../view/raster-rows.js';
import type { RunStore } from '../../view/run-store.js';
import { shownRun, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { drawGutter } from './gutter.js';
import { marksIn } from './mark-layout.js';
import { drawPhaseBands } from './phase-bands.js';
import { drawBorders } from './presentation-borders.js';
import { gapsIn } from './presentations-in.js';
import { drawRowMarks } from './raster-events.js';
import { rasterCsv, rasterFigures } from './raster-figures.js';
import { drawRowLabels } from './raster-labels.js';
import { RasterPainter } from './raster-painter.js';
import { RasterRowsView } from './raster-rows-view.js';
import { listenToRowAxis, rowGestures } from './row-gestures.js';
import { SlidingCounts } from './sliding-counts.js';
import { sortTimes } from './sort-times.js';
import { neuronWords, noSpikes, plural, rateWords, stepWords, windowWords } from './step-words.js';
import { createTimeChart } from './time-chart.js';

/** A chart of spikes, with what tests ask it. */
export interface Raster extends Chart {
  /** How the spikes in sight were painted. */
  readonly painted: RasterPainter['mode'];
}

/** Height for a width, in CSS pixels; as high as the screen where the raster is looked at alone. */
function rasterHeight(width: number, host: HTMLElement): number {
  return host.closest('dialog') ? Math.max(320, innerHeight - 120) : width < 600 ? 320 : 440;
}

/**
 * Spikes of all layers that spike, a row for each neuron, with each neuron's rate at the right.
 *
 * @param height In CSS pixels, for a width and the element that the raster is drawn into.
 */
export function createRaster(view: View, height = rasterHeight): Raster {
  const { state } = view;
  const shown = new RasterRowsView(view);
  const painter = new RasterPainter();
  let counts: { readonly of: RunStore['spikes']; readonly sliding: SlidingCounts } | undefined;
  const countsOf = (run: RunStore): Uint32Array => {
    if (counts?.of !== run.spikes) counts = { of: run.spikes, sliding: new SlidingCounts(run.spikes, run.rows.count) };
    const { from, to } = state.window.value;
    return counts.sliding.within({ from: Math.floor(from), to });
  };
  const shownSteps = (run: RunStore): number => {
    const { from, to } = state.window.value;
    const gaps = gapsIn(run, state.window.value).reduce((sum, gap) => sum + gap.to - gap.from, 0);
    return Math.max(1, Math.ceil(to) - Math.floor(from) - gaps);
  };

  const chart = createTimeChart(view, {
    name: 'raster',
    title: 'Spikes',
    height,
    changes: merge(state.order, shown.places, shown.sorted),
    empty: noSpikes,
    plot: {
      bottom: true,
      direction: -1,
      rowCursor: true,
      left: { splits: () => [], values: () => [], grid: { show: false } },
      under(plot) {
        const run = shownRun(view);
        if (!run || noSpikes(run)) return;
        const layout = shown.layoutOf(run);
        const places = shown.placesIn(layout);
        const window = state.window.value;
        drawBorders(plot, run, window, theme.value);
        const marks = marksIn(run, window);
        drawPhaseBands(plot, marks, theme.value);
        drawRowMarks(plot, layout, places, marks, theme.value);
        drawRowLabels(plot, layout, places, theme.value);
        painter.paint(plot, { run, layout, window, places, theme: theme.value });
        const scene = { layout, places, counts: countsOf(run), steps: shownSteps(run), theme: theme.value };
        drawGutter(plot, scene);
      },
    },
    update(plot, run) {
      const { from, to } = shown.placesIn(shown.layoutOf(run));
      plot.setScale('y', { min: from, max: to });
    },
    rows: (plot) => rowGestures(view, shown, plot),
    attach(plot) {
      const deafen = listenToRowAxis(shown, plot);
      const sorting = sortTimes(view).subscribe(() => {
        const run = shownRun(view);
        if (run && state.order.value !== 'index') shown.sort(run, state.window.value);
      });
      return () => {
        deafen();
        sorting.unsubscribe();
      };
    },
    summary(run) {
      const spikes = countsOf(run).reduce((a, b) => a + b, 0);
      const layers = run.rows.layers.map(({ layer }) => `${layer.id} (${layer.size})`).join(', ');
      return `${plural(spikes, 'spike')} of ${plural(run.rows.count, 'neuron')} in ${windowWords(state.window.value)}; layers from the top: ${layers}`;
    },
    words(run, { step }) {
      if (shown.row === undefined) return [stepWords(run, step)];
      const rate = countsOf(run)[shown.row]! / shownSteps(run);
      const { dt } = run.facts!;
      return [neuronWords(neuronAt(run.rows, shown.row)), rateWords(rate, dt), stepWords(run, step)];
    },
    figures: (run) => rasterFigures(run, state.window.value),
    csv: (run) => rasterCsv(run, state.window.value),
  });
  return {
    ...chart,
    get painted() {
      return painter.mode;
    },
  };
}
