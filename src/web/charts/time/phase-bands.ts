import type uPlot from 'uplot';

import type { Theme } from '../../page/theme.js';
import { markColour } from './mark-colour.js';
import type { Mark } from './mark-layout.js';
import { stepPixel } from './time-plot.js';

/** Shades a plot where something drove the network in a phase, and rules it where something of it was changed. */
export function drawPhaseBands(plot: uPlot, marks: readonly Mark[], theme: Theme): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const x = stepPixel(plot);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { kind, from, to, extent } of marks) {
    if (extent === 'band') {
      ctx.fillStyle = markColour(kind, theme);
      ctx.globalAlpha = 0.1;
      ctx.fillRect(x(from), bbox.top, Math.max(ratio, x(to) - x(from)), bbox.height);
    } else if (extent === 'line') {
      ctx.strokeStyle = markColour(kind, theme);
      ctx.globalAlpha = 0.8;
      ctx.lineWidth = Math.max(1, Math.round(ratio));
      ctx.setLineDash([3 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(Math.round(x(from)) + 0.5, bbox.top);
      ctx.lineTo(Math.round(x(from)) + 0.5, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}
