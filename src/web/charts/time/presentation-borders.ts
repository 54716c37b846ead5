import type uPlot from 'uplot';

import type { Theme } from '../../page/theme.js';
import { isLook, shownSpans } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';
import { gapsIn, presentationsIn } from './presentations-in.js';
import { stepPixel } from './time-plot.js';

/** Borders that are nearer to each other are left out, in CSS pixels. */
const NEAREST = 7;

/** Rules a plot where presentations begin, and tints what nothing is known of. */
export function drawBorders(plot: uPlot, run: RunStore, window: TimeWindow, theme: Theme): void {
  const { ctx, bbox } = plot;
  const x = stepPixel(plot);
  ctx.save();
  ctx.fillStyle = theme.grid;
  ctx.globalAlpha = 0.5;
  for (const { from, to } of gapsIn(run, window)) ctx.fillRect(x(from), bbox.top, x(to) - x(from), bbox.height);
  ctx.globalAlpha = 1;
  const width = Math.max(1, Math.round(devicePixelRatio));
  let last = Number.NEGATIVE_INFINITY;
  const steps = run.facts?.steps ?? 1;
  const isDense = x(steps) - x(0) < NEAREST * devicePixelRatio;
  const shown = presentationsIn(run, window);
  for (const { from, first } of shownSpans(shown)) {
    if (from <= window.from || (isDense && isLook(first)) || x(from) - last < NEAREST * devicePixelRatio) continue;
    last = x(from);
    ctx.fillRect(Math.round(last) - Math.floor(width / 2), bbox.top, width, bbox.height);
  }
  ctx.restore();
}
