import type uPlot from 'uplot';

import type { FrameOf } from '../../../streams/frames/view-frame.js';
import { colourOf, type Theme } from '../../page/theme.js';
import { type Presentation, shownSpans } from '../../view/presentation.js';
import { fitted } from '../plot/picture-text.js';
import { markColour } from './mark-colour.js';
import { isDrive, type Mark } from './mark-layout.js';
import { canvasFont, stepPixel } from './time-plot.js';

/** Room that a presentation needs for words, and for a sign alone, in CSS pixels. */
const WORDS = 42;
const SPACED = 64;
const SIGN = 11;

/** Draws label, answer and a sign of each presentation; the sign's shape and height say right or wrong, its colour too. */
export function drawAnswers(
  plot: uPlot,
  middle: number,
  presentations: readonly FrameOf<'look'>[],
  theme: Theme,
): void {
  const { ctx, ratio, x } = beginLane(plot, 'left');
  for (const { start, look } of presentations) {
    const right = look.label === look.answer;
    const [from, to] = [x(start), x(start + look.steps)];
    const room = (to - from) / ratio;
    ctx.strokeStyle = ctx.fillStyle = right ? colourOf(theme, 2) : theme.warning;
    if (room >= SIGN) {
      const words = [look.label, '→', look.answer].join(room >= SPACED ? ' ' : '');
      const width = room >= WORDS ? ctx.measureText(words).width + 8 * ratio : 0;
      const left = (from + to - width) / 2;
      drawSign(ctx, right, left, middle, (room >= 20 ? 4.5 : 3.5) * ratio, ratio);
      ctx.fillStyle = right ? theme.text : theme.warning;
      if (width > 0) ctx.fillText(words, left + 10 * ratio, middle);
    } else {
      const height = (right ? 5 : 18) * ratio;
      const width = Math.max(1, Math.round(to - from - (room >= 4 ? ratio : 0)));
      ctx.fillRect(Math.round(from), Math.round(middle + 9 * ratio - height), width, height);
    }
  }
  ctx.restore();
}

/** Writes which phase, or which of its samples, each recorded stretch is of, as far as there is room. */
export function drawStretches(plot: uPlot, middle: number, presentations: readonly Presentation[], theme: Theme): void {
  const { ctx, bbox, ratio, x } = beginLane(plot, 'center');
  ctx.fillStyle = theme.text;
  for (const { from, to, first } of shownSpans(presentations)) {
    if (first.kind !== 'stretch') continue;
    const [left, right] = [Math.max(bbox.left, x(from)), Math.min(bbox.left + bbox.width, x(to))];
    const room = right - left - 6 * ratio;
    const { phase, sample, label } = first;
    const forms =
      sample === undefined ? [phase] : [`${phase}: sample ${sample}, label ${label}`, `${phase} ${sample}`, phase];
    const text = forms.find((form) => ctx.measureText(form).width <= room) ?? fitted(ctx, forms.at(-1)!, room);
    if (room >= WORDS * 0.5 * ratio) ctx.fillText(text, (left + right) / 2, middle);
  }
  ctx.restore();
}

/** A tick for right, a cross for wrong. */
function drawSign(
  ctx: CanvasRenderingContext2D,
  right: boolean,
  x: number,
  y: number,
  size: number,
  ratio: number,
): void {
  ctx.lineWidth = 2 * ratio;
  ctx.beginPath();
  if (right) {
    ctx.moveTo(x - size, y);
    ctx.lineTo(x - size * 0.25, y + size * 0.75);
    ctx.lineTo(x + size, y - size * 0.75);
  } else {
    drawCross(ctx, x, y, size * 0.8);
    return;
  }
  ctx.stroke();
}

function drawCross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(x - size, y - size);
  ctx.lineTo(x + size, y + size);
  ctx.moveTo(x - size, y + size);
  ctx.lineTo(x + size, y - size);
  ctx.stroke();
}

/**
 * Draws marks at a height: pulses as bars, silenced neurons as open bars below their words, and changes without length as
 * a diamond each, which is open where they were refused. What a mark says stands beside it as far as the next leaves room.
 */
export function drawMarks(plot: uPlot, middle: number, marks: readonly Mark[], theme: Theme): void {
  const { ctx, bbox, ratio, x } = beginLane(plot, 'left');
  ctx.lineWidth = 1.5 * ratio;
  marks.forEach((mark, k) => {
    const { kind, from, to, short, extent } = mark;
    const [left, width] = [x(from), Math.max(3 * ratio, x(to) - x(from))];
    ctx.strokeStyle = ctx.fillStyle = markColour(kind, theme);
    let end = left + 8 * ratio;
    if (isDrive(mark)) {
      ctx.fillRect(left, middle - 4 * ratio, width, 8 * ratio);
      end = left + width + 4 * ratio;
    } else if (kind === 'silence') {
      ctx.globalAlpha = 0.6;
      ctx.fillRect(left, middle + 6 * ratio, width, 3 * ratio);
      ctx.globalAlpha = 1;
      if (extent !== 'rows') drawCross(ctx, left + 4 * ratio, middle - ratio, 3.5 * ratio);
      end = left + 11 * ratio;
    } else drawDiamond(ctx, left, middle - ratio, 5 * ratio, kind !== 'refused');
    const next = marks[k + 1] ? x(marks[k + 1]!.from) - 8 * ratio : bbox.left + bbox.width;
    ctx.fillStyle = kind === 'refused' ? theme.muted : theme.text;
    if (end + ctx.measureText(short).width < next) ctx.fillText(short, end, middle - (isDrive(mark) ? 0 : ratio));
  });
  ctx.restore();
}

function drawDiamond(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, filled: boolean): void {
  ctx.beginPath();
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.closePath();
  if (filled) ctx.fill();
  else ctx.stroke();
}

/** Makes a plot ready for words and signs, which stay within it; whoever has drawn them restores its context. */
function beginLane(plot: uPlot, textAlign: CanvasTextAlign) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - 6, bbox.width, bbox.height + 12);
  ctx.clip();
  ctx.font = canvasFont();
  ctx.textBaseline = 'middle';
  ctx.textAlign = textAlign;
  return { ctx, bbox, ratio: devicePixelRatio, x: stepPixel(plot) };
}
