import type uPlot from 'uplot';

import type { Theme } from '../../page/theme.js';
import { markColour } from './mark-colour.js';
import { isDrive, type Mark } from './mark-layout.js';
import { type PlaceWindow, placeRuns, type RowLayout } from './row-layout.js';
import { stepPixel } from './time-plot.js';

/** Tints the rows of neurons that are driven or silenced, for as long as they are. */
export function drawRowMarks(
  plot: uPlot,
  layout: RowLayout,
  places: PlaceWindow,
  marks: readonly Mark[],
  theme: Theme,
): void {
  const { ctx, bbox } = plot;
  const x = stepPixel(plot);
  const perPlace = bbox.height / (places.to - places.from);
  const right = bbox.left + bbox.width;
  ctx.save();
  for (const mark of marks) {
    const { kind, from, neurons = [] } = mark;
    ctx.fillStyle = isDrive(mark) ? markColour(kind, theme) : theme.muted;
    ctx.globalAlpha = isDrive(mark) ? 0.28 : 0.14;
    const left = Math.max(bbox.left, x(from));
    for (const { layer, units, to } of neurons) {
      const width = Math.min(right, x(to)) - left;
      for (const run of placeRuns(layout, layer, units)) {
        const top = Math.max(run.from, places.from);
        const height = (Math.min(run.to, places.to) - top) * perPlace;
        if (height > 0 && width > 0) ctx.fillRect(left, bbox.top + (top - places.from) * perPlace, width, height);
      }
    }
  }
  ctx.restore();
}
