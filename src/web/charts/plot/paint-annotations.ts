import type { Theme } from '../../page/theme.js';
import type { Curve, CurveContent } from './curve.js';
import { FONT, FONT_FAMILY } from './picture-text.js';
import type { PlotArea } from './plot-area.js';
import { spreadLabels } from './spread-labels.js';

const LABEL_HEIGHT = 15;
const LABEL_GAP = 20;
/** Height of a line of texts above a plot, in CSS pixels. */
export const MARK_LINE = 14;

/**
 * Width that labels need at the right of a plot, in CSS pixels.
 *
 * @returns 0 when they would take more than `most`: then they are left to the legend.
 */
export function labelRoom(context: CanvasRenderingContext2D, labels: readonly string[], most: number): number {
  context.save();
  context.font = FONT;
  const widest = Math.max(0, ...labels.map((label) => context.measureText(label).width));
  context.restore();
  const room = widest + LABEL_GAP + 8;
  return widest === 0 || room > most ? 0 : room;
}

/** A broken line for every mark. */
export function paintMarkLines(
  context: CanvasRenderingContext2D,
  { marks }: CurveContent,
  { top, height, ratio, x }: PlotArea,
): void {
  context.lineWidth = ratio;
  context.setLineDash([3 * ratio, 3 * ratio]);
  for (const mark of marks) {
    const at = Math.round(x(mark.x)) + 0.5;
    context.strokeStyle = mark.colour;
    context.beginPath();
    context.moveTo(at, top);
    context.lineTo(at, top + height);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Texts stand above the plot, in as many lines as there is room for; one that fits nowhere is told by the figures. */
export function paintMarkTexts(
  context: CanvasRenderingContext2D,
  { marks }: CurveContent,
  { left, top, width, ratio, x }: PlotArea,
  colours: Theme,
  lines: number,
): void {
  const free = Array.from({ length: lines }, () => left);
  context.font = `${11 * ratio}px ${FONT_FAMILY}`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillStyle = colours.text;
  for (const { x: place, text } of marks) {
    if (text === '' || x(place) < left - 1 || x(place) > left + width + 1) continue;
    const long = context.measureText(text).width;
    // Near the border it ends there instead of beginning at its line.
    const at = Math.min(x(place), left + width - long);
    const line = free.findIndex((from) => at >= from);
    if (line < 0) continue;
    context.fillText(text, at, top - (line * MARK_LINE + 2) * ratio);
    free[line] = at + long + 8 * ratio;
  }
}

/** A dotted line for every level. */
export function paintLevelLines(
  context: CanvasRenderingContext2D,
  { levels }: CurveContent,
  { left, width, ratio, y }: PlotArea,
  colours: Theme,
): void {
  context.strokeStyle = colours.text;
  context.lineWidth = ratio;
  context.setLineDash([ratio, 3 * ratio]);
  for (const level of levels) {
    const at = Math.round(y(level.y)) + 0.5;
    context.beginPath();
    context.moveTo(left, at);
    context.lineTo(left + width, at);
    context.stroke();
  }
  context.setLineDash([]);
}

/** What every level stands for, above or below its line; a text that would cover another is left to the figures. */
export function paintLevelTexts(
  context: CanvasRenderingContext2D,
  { levels }: CurveContent,
  { left, width, ratio, y }: PlotArea,
  colours: Theme,
): void {
  context.font = `${11 * ratio}px ${FONT_FAMILY}`;
  context.textAlign = 'right';
  const written: number[] = [];
  for (const { y: level, text, side } of levels) {
    const at = y(level) + (side === 'below' ? 4 : -3) * ratio;
    const middle = at + (side === 'below' ? 6 : -6) * ratio;
    if (written.some((other) => Math.abs(other - middle) < 13 * ratio)) continue;
    written.push(middle);
    context.textBaseline = side === 'below' ? 'top' : 'bottom';
    // Curves may pass behind: a border in the page's colour keeps the text readable.
    context.strokeStyle = colours.background;
    context.lineWidth = 3 * ratio;
    context.lineJoin = 'round';
    context.strokeText(text, left + width - 4 * ratio, at);
    context.fillStyle = colours.text;
    context.fillText(text, left + width - 4 * ratio, at);
  }
}

/**
 * Writes each curve's label beside its end, joined to it by a piece of its line, so that neither colour nor legend is
 * needed. Curves that end together share the room there.
 */
export function paintLabels(
  context: CanvasRenderingContext2D,
  curves: readonly Curve[],
  { left, top, width, height, ratio, x, y }: PlotArea,
  colours: Theme,
): void {
  const border = left + width;
  const runsThrough = (other: Curve, across: number, length: number, up: number, ratio: number): boolean =>
    Array.prototype.some.call(other.x, (at: number, k: number) => {
      const place = x(at);
      return place > across + 2 * ratio && place < across + length && Math.abs(y(other.y[k]!) - up) < 12 * ratio;
    });
  const labelled = curves.flatMap((curve) => {
    const last = lastShown(curve, (at) => x(at) <= border + 1 && x(at) >= left - 1);
    return curve.label === undefined || last < 0 ? [] : [{ curve, across: x(curve.x[last]!), up: y(curve.y[last]!) }];
  });
  context.font = `${12 * ratio}px ${FONT_FAMILY}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  // A curve that ends long before the border has its label there, not at the end of a line across the plot, unless
  // another one runs where the label would stand.
  const near = border - 60 * ratio;
  const places = labelled.map(({ curve, across, up }) => {
    const length = LABEL_GAP * ratio + context.measureText(curve.label!).width;
    const isCrowded = curves.some((other) => other !== curve && runsThrough(other, across, length, up, ratio));
    return across >= near || isCrowded ? border : Math.round(across);
  });
  for (const place of new Set(places)) {
    const group = labelled.filter((_, k) => places[k] === place);
    const wanted = group.map(({ up }) => Math.min(top + height, Math.max(top, up)));
    const middles = spreadLabels(wanted, LABEL_HEIGHT * ratio, top, top + height);
    group.forEach(({ curve, across, up }, k) => {
      const [start, middle] = [place + LABEL_GAP * ratio, middles[k]!];
      context.globalAlpha = curve.opacity ?? 1;
      // Across the plot it must not pass for a piece of the curve.
      const isLong = across < near && place === border;
      context.strokeStyle = isLong ? colours.muted : curve.colour;
      context.setLineDash(isLong ? [ratio, 4 * ratio] : []);
      context.lineWidth = ratio;
      context.beginPath();
      context.moveTo(across + 3 * ratio, up);
      context.lineTo(start - 3 * ratio, middle);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
      context.strokeStyle = colours.background;
      context.lineWidth = 3 * ratio;
      if (place < border) context.strokeText(curve.label!, start, middle);
      context.fillStyle = colours.text;
      context.fillText(curve.label!, start, middle);
    });
  }
}

function lastShown({ x, y }: Curve, inSight: (at: number) => boolean): number {
  for (let k = x.length - 1; k >= 0; k--) if (!Number.isNaN(y[k]!) && inSight(x[k]!)) return k;
  return -1;
}
