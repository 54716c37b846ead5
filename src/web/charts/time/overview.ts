import type uPlot from 'uplot';

import { colourOf, type Theme, theme } from '../../page/theme.js';
import { showWindow } from '../../view/navigate.js';
import { shownText } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import { shownRun, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { fitted } from '../plot/picture-text.js';
import { Density } from './density.js';
import { createBrush } from './overview-brush.js';
import { overviewFigures } from './overview-figures.js';
import { noSpikes, stepWords, windowWords } from './step-words.js';
import { createTimeChart } from './time-chart.js';
import { canvasFont, stepPixel } from './time-plot.js';

/** Lanes lower than this have no name, in CSS pixels. */
const ROOM_FOR_NAME = 12;
/** Bars are this wide at least, in CSS pixels. */
const BAR = 2;

/** Everything that is kept: spikes of each layer over time, and the window that the other charts show. */
export function createOverview(view: View): Chart {
  const { state } = view;
  let known: { readonly of: RunStore['spikes']; readonly density: Density } | undefined;
  const densityOf = (run: RunStore): Density => {
    if (known?.of !== run.spikes) known = { of: run.spikes, density: new Density(run.spikes, run.rows) };
    return known.density;
  };
  let brush: ReturnType<typeof createBrush> | undefined;
  return createTimeChart(view, {
    name: 'overview',
    title: 'Overview',
    height: () => 92,
    empty: noSpikes,
    span: (run) => run.extent,
    plot: {
      bottom: true,
      left: { splits: () => [], values: () => [], grid: { show: false } },
      under(plot) {
        const run = shownRun(view);
        if (run && !noSpikes(run)) drawDensity(plot, run, densityOf(run), theme.value);
        brush?.place();
      },
    },
    update: (plot) => plot.setScale('y', { min: 0, max: 1 }),
    attach(plot) {
      brush = createBrush(view, plot);
      return () => brush?.destroy();
    },
    click(step) {
      const { from, to } = state.window.value;
      const half = (to - from) / 2;
      showWindow(view, { from: step - half, to: step + half });
    },
    summary: (run) =>
      `${shownText(run.presentations)}, ${windowWords(run.extent)}; in sight ${windowWords(state.window.value)}`,
    words: (run, { step }) => [stepWords(run, step)],
    figures: overviewFigures,
  });
}

function drawDensity(plot: uPlot, run: RunStore, density: Density, now: Theme): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const { binSteps, first, counts } = density.over(run.extent, Math.max(1, Math.floor(plot.over.clientWidth / BAR)));
  const x = stepPixel(plot);
  const lane = bbox.height / counts.length;
  ctx.save();
  ctx.font = canvasFont();
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  counts.forEach((bins, number) => {
    const { colour, layer } = run.rows.layers[number]!;
    const bottom = bbox.top + (number + 1) * lane;
    const most = bins.reduce((a, b) => Math.max(a, b), 0);
    if (lane >= ROOM_FOR_NAME * ratio) {
      ctx.fillStyle = now.text;
      ctx.fillText(fitted(ctx, layer.id, bbox.left - 12 * ratio), bbox.left - 10 * ratio, bottom - lane / 2);
    }
    ctx.fillStyle = colourOf(now, colour);
    bins.forEach((count, bin) => {
      if (count === 0) return;
      const left = Math.max(bbox.left, Math.round(x((first + bin) * binSteps)));
      const right = Math.min(bbox.left + bbox.width, Math.round(x((first + bin + 1) * binSteps)));
      const height = Math.max(1, (count / most) * (lane - 3 * ratio));
      ctx.fillRect(left, bottom - height, Math.max(1, right - left), height);
    });
  });
  ctx.restore();
}
