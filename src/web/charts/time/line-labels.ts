import type uPlot from 'uplot';

import type { Theme } from '../../page/theme.js';
import { fitted } from '../plot/picture-text.js';
import { spreadLabels } from '../plot/spread-labels.js';
import { canvasFont, margins } from './time-plot.js';

/** The name of a line at its end. */
export interface LineLabel {
  readonly text: string;
  readonly colour: string;
  /** Value of scale `y` that it stands at. */
  readonly value: number;
}

const LINE = 15;

/** Writes names at the right of a plot, each with a stroke in its line's colour, at its height as far as there is room. */
export function drawLineLabels(plot: uPlot, labels: readonly LineLabel[], theme: Theme): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const { min, max } = plot.scales['y']!;
  const y = (value: number): number => bbox.top + (1 - (value - min!) / (max! - min!)) * bbox.height;
  const half = (LINE / 2) * ratio;
  const tops = spreadLabels(
    labels.map(({ value }) => y(value)),
    LINE * ratio,
    bbox.top + half,
    bbox.top + bbox.height - half,
  );
  const left = bbox.left + bbox.width + 8 * ratio;
  ctx.save();
  ctx.font = canvasFont();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  labels.forEach(({ text, colour }, k) => {
    ctx.fillStyle = colour;
    ctx.fillRect(
      Math.round(left),
      Math.round(tops[k]! - ratio),
      Math.round(9 * ratio),
      Math.max(1, Math.round(2 * ratio)),
    );
    ctx.fillStyle = theme.text;
    ctx.fillText(fitted(ctx, text, (margins(plot.width).right - 24) * ratio), left + 13 * ratio, tops[k]!);
  });
  ctx.restore();
}
