import type uPlot from 'uplot';

import type { Theme } from '../../page/theme.js';
import { fitted } from '../plot/picture-text.js';
import { membraneLabels } from './membrane-labels.js';
import { laneScale, type MembraneLane, type MembraneLanes } from './membrane-lanes.js';
import { canvasFont, margins, stepPixel } from './time-plot.js';

/** Height of a line of text, and its distance from the plot, in CSS pixels. */
const LINE = 14;
const BESIDE = 8;

/** Lanes and how they are coloured. */
export interface LaneScene extends MembraneLanes {
  /** Colour of each lane. */
  readonly colours: readonly string[];
  readonly theme: Theme;
}

/** Draws what stands around the curves: names, thresholds, zero lines, spikes, and why a curve is missing. */
export function drawMembraneLanes(plot: uPlot, { lanes, colours, theme }: LaneScene): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const x = stepPixel(plot);
  const y = (value: number): number => bbox.top + (1 - value / lanes.length) * bbox.height;
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.font = canvasFont();
  ctx.textBaseline = 'middle';
  lanes.forEach((lane, number) => {
    const { neuron, threshold, thresholds, spikes, missing } = lane;
    const scale = laneScale(lane, number, lanes.length);
    const [top, bottom] = [y(lanes.length - number), y(lanes.length - 1 - number)];
    const middle = (top + bottom) / 2;
    if (number > 0) rule(ctx, theme.grid, bbox.left, right, Math.round(top), ratio, []);
    ctx.fillStyle = colours[number]!;
    ctx.fillRect(
      Math.round(bbox.left - 5 * ratio),
      Math.round(top + 3 * ratio),
      Math.round(3 * ratio),
      Math.round(bottom - top - 6 * ratio),
    );
    ctx.textAlign = 'right';
    ctx.fillStyle = theme.text;
    ctx.fillText(fitted(ctx, neuron.layer, bbox.left - 12 * ratio), bbox.left - 10 * ratio, middle - 7 * ratio);
    ctx.fillStyle = theme.muted;
    ctx.fillText(String(neuron.unit), bbox.left - 10 * ratio, middle + 8 * ratio);
    if (missing !== undefined || threshold === undefined) {
      ctx.textAlign = 'center';
      ctx.fillText(`${neuron.layer} ${neuron.unit}: ${missing}`, bbox.left + bbox.width / 2, middle);
      return;
    }
    rule(ctx, theme.grid, bbox.left, right, Math.round(y(scale(0))), ratio, []);
    drawThresholds(plot, thresholds, (level) => Math.round(y(scale(level))), theme.muted);
    ctx.textAlign = 'left';
    ctx.fillStyle = theme.muted;
    const place = (voltage: number): number => y(scale(voltage));
    for (const { text, middle: at } of Number.isNaN(threshold)
      ? []
      : membraneLabels(threshold, place, { top, bottom, line: LINE * ratio }))
      ctx.fillText(fitted(ctx, text, (margins(plot.width).right - BESIDE) * ratio), right + BESIDE * ratio, at);
    ctx.beginPath();
    ctx.rect(bbox.left, top, bbox.width, bottom - top);
    ctx.save();
    ctx.clip();
    ctx.fillStyle = colours[number]!;
    for (const step of spikes) {
      const at = x(step + 0.5);
      ctx.fillRect(
        Math.round(at - 0.75 * ratio),
        Math.round(top + 4 * ratio),
        Math.max(1, Math.round(1.5 * ratio)),
        Math.round(9 * ratio),
      );
    }
    ctx.restore();
  });
  ctx.restore();
}

/** One dashed line for the thresholds, which climbs where they change and breaks off where none is known. */
function drawThresholds(
  plot: uPlot,
  thresholds: MembraneLane['thresholds'],
  place: (threshold: number) => number,
  colour: string,
): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const x = stepPixel(plot);
  const within = (step: number): number => Math.min(bbox.left + bbox.width, Math.max(bbox.left, x(step)));
  ctx.strokeStyle = colour;
  ctx.lineWidth = Math.max(1, Math.round(ratio));
  ctx.setLineDash([4 * ratio, 4 * ratio]);
  ctx.beginPath();
  let end: number | undefined;
  for (const { from, to, threshold } of thresholds) {
    if (Number.isNaN(threshold)) continue;
    const height = place(threshold) + 0.5;
    if (from === end) ctx.lineTo(within(from), height);
    else ctx.moveTo(within(from), height);
    ctx.lineTo(within(to), height);
    end = to;
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

function rule(
  ctx: CanvasRenderingContext2D,
  colour: string,
  from: number,
  to: number,
  height: number,
  ratio: number,
  dash: readonly number[],
): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = Math.max(1, Math.round(ratio));
  ctx.setLineDash(dash.map((length) => length * ratio));
  ctx.beginPath();
  ctx.moveTo(from, height + 0.5);
  ctx.lineTo(to, height + 0.5);
  ctx.stroke();
  ctx.setLineDash([]);
}
