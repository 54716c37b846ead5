import type uPlot from 'uplot';

import { colourOf, type Theme } from '../../page/theme.js';
import { fewDigits } from '../plot/ticks.js';
import { gutterLines } from './gutter-lines.js';
import { gutterScale } from './gutter-scale.js';
import type { PlaceWindow, RowLayout } from './row-layout.js';
import { canvasFont, margins } from './time-plot.js';

/** Rates of the rows in sight, drawn at the right of a raster in the order of its rows. */
export interface GutterScene {
  readonly layout: RowLayout;
  readonly places: PlaceWindow;
  /** Spikes of each row in the window, `[rows]`. */
  readonly counts: Uint32Array;
  /** Steps of the window in which something was shown; > 0. */
  readonly steps: number;
  readonly theme: Theme;
}

const AIR = 8;
/** Between the bars and the end of the picture. */
const EDGE = 6;

/** Draws a bar for each row, or for each line of pixels where there are more rows; the scale's end is written below. */
export function drawGutter(plot: uPlot, { layout, places, counts, steps, theme }: GutterScene): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const left = Math.round(bbox.left + bbox.width + AIR * ratio);
  const width = (margins(plot.width).right - AIR - EDGE) * ratio;
  const lines = Math.max(1, Math.min(Math.round(bbox.height), places.to - places.from));
  const { means, colours } = gutterLines(layout, places, counts, lines);
  const most = means.reduce((a, b) => Math.max(a, b), 0);
  const per = bbox.height / lines;
  const air = per >= 4 * ratio ? Math.round(ratio) : 0;
  ctx.save();
  ctx.fillStyle = theme.grid;
  ctx.fillRect(left - Math.round(ratio), bbox.top, Math.round(ratio), bbox.height);
  ctx.globalAlpha = 0.85;
  means.forEach((mean, line) => {
    if (mean <= 0 || most === 0) return;
    const top = Math.round(bbox.top + line * per);
    ctx.fillStyle = colourOf(theme, colours[line]!);
    ctx.fillRect(
      left,
      top,
      Math.max(1, (mean / most) * width),
      Math.max(1, Math.round(bbox.top + (line + 1) * per) - top - air),
    );
  });
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.muted;
  ctx.font = canvasFont();
  ctx.textBaseline = 'top';
  ctx.textAlign = 'right';
  // What is a little wider than the bars may end where the picture does.
  const room = width + (EDGE - 1) * ratio;
  const { text, size } = gutterScale(fewDigits(most / steps, 2), room, (said) => ctx.measureText(said).width);
  ctx.font = canvasFont(ratio * size);
  const end = left + Math.max(width, Math.min(room, ctx.measureText(text).width));
  ctx.fillText(text, end, bbox.top + bbox.height + 9 * ratio);
  ctx.restore();
}
