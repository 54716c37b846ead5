import type { Sheet } from '../plot/fitted-canvas.js';
import { FONT, FONT_FAMILY, fitted } from '../plot/picture-text.js';
import { linearTicks, tickTexts } from '../plot/ticks.js';
import type { Ridge, RidgeLayout } from './ridge-layout.js';

/** What one cell of the histograms shows. */
export interface RidgePicture {
  readonly title: string;
  /** Lines below the title: extent and zeros of the front histogram, what is cut of earlier ones. */
  readonly lines: readonly string[];
  readonly layout: RidgeLayout;
  readonly colour: string;
}

const AIR = { left: 34, right: 18, bottom: 22 } as const;
/** Heights of a line of text, and of the air below the last. */
const LINE = 16;
const BELOW_TEXT = 6;
/** How far up the highest ridge reaches, as a share of the plot, when there are several. */
const REACH = 0.45;

/** Paints the ridges of a tensor: the newest in front, at the bottom; older ones behind it, fading. */
export function paintRidges(sheet: Sheet, { title, lines, layout, colour }: RidgePicture): void {
  const { context, width, height, theme } = sheet;
  const { ridges, from, to } = layout;
  const [left, right, bottom] = [AIR.left, width - AIR.right, height - AIR.bottom];
  const top = (lines.length + 1) * LINE + BELOW_TEXT;
  const high = bottom - top;
  const reach = ridges.length === 1 ? high : high * REACH;
  const step = ridges.length === 1 ? 0 : (high - reach) / (ridges.length - 1);
  const x = (value: number): number => left + ((value - from) / (to - from)) * (right - left);
  const baseline = (number: number): number => bottom - (ridges.length - 1 - number) * step;

  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillStyle = theme.text;
  context.font = `600 12px ${FONT_FAMILY}`;
  context.fillText(fitted(context, title, width), 0, 0);
  context.font = `11px ${FONT_FAMILY}`;
  context.fillStyle = theme.muted;
  for (const [k, line] of lines.entries()) context.fillText(fitted(context, line, width), 0, (k + 1) * LINE);
  paintAxis(sheet, linearTicks(from, to, Math.max(2, Math.floor((right - left) / 64))), x, [top, bottom]);

  ridges.forEach((ridge, number) => {
    const age = ridges.length === 1 ? 0 : (ridges.length - 1 - number) / (ridges.length - 1);
    const line = trace(ridge, x, baseline(number), reach, left, right);
    context.fillStyle = theme.background;
    context.globalAlpha = 0.75;
    context.fill(line);
    context.fillStyle = colour;
    context.globalAlpha = age === 0 ? 0.35 : 0.1;
    context.fill(line);
    context.strokeStyle = colour;
    context.globalAlpha = 1 - 0.65 * age;
    context.lineWidth = age === 0 ? 1.5 : 1;
    context.lineJoin = 'round';
    context.stroke(line);
  });
  context.globalAlpha = 1;
  paintEpochs(sheet, ridges, baseline);
}

/** The outline of a ridge from border to border, closed along its baseline. */
function trace(
  { borders, heights }: Ridge,
  x: (value: number) => number,
  base: number,
  reach: number,
  left: number,
  right: number,
): Path2D {
  const line = new Path2D();
  line.moveTo(left, base);
  if (heights.length === 0) {
    line.lineTo(right, base);
    return line;
  }
  heights.forEach((height, bin) => {
    if (bin === 0) line.lineTo(x(borders[0]!), base);
    line.lineTo(x(borders[bin]!), base - height * reach);
    line.lineTo(x(borders[bin + 1]!), base - height * reach);
  });
  line.lineTo(x(borders.at(-1)!), base);
  line.lineTo(right, base);
  return line;
}

function paintAxis(
  { context, theme }: Sheet,
  ticks: readonly number[],
  x: (value: number) => number,
  [top, bottom]: readonly [top: number, bottom: number],
): void {
  const texts = tickTexts(ticks);
  context.font = `11px ${FONT_FAMILY}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  ticks.forEach((tick, k) => {
    context.strokeStyle = tick === 0 ? theme.muted : theme.grid;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(x(tick)) + 0.5, top);
    context.lineTo(Math.round(x(tick)) + 0.5, bottom + 4);
    context.stroke();
    context.fillStyle = theme.muted;
    context.fillText(texts[k]!, x(tick), bottom + 6);
  });
}

/** Writes epochs beside their baselines: first and last, and those between that have room. */
function paintEpochs({ context, theme }: Sheet, ridges: readonly Ridge[], baseline: (number: number) => number): void {
  context.font = `11px ${FONT_FAMILY}`;
  context.textAlign = 'right';
  context.textBaseline = 'alphabetic';
  context.fillStyle = theme.muted;
  let free = Number.POSITIVE_INFINITY;
  const top = baseline(0);
  for (let number = ridges.length - 1; number >= 0; number--) {
    const base = baseline(number);
    if (base > free || (number > 0 && base < top + 12)) continue;
    context.fillText(`${ridges[number]!.epoch}`, AIR.left - 5, base);
    free = base - 12;
  }
  context.textAlign = 'left';
  context.font = FONT;
}
