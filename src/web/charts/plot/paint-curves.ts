import type { Theme } from '../../page/theme.js';
import { bandOutline } from './band-outline.js';
import { columnRanges } from './column-ranges.js';
import type { Curve, CurveContent } from './curve.js';
import { paintLabels, paintLevelLines, paintLevelTexts, paintMarkLines, paintMarkTexts } from './paint-annotations.js';
import type { PlotArea } from './plot-area.js';

/**
 * Paints curves, marks, levels and the labels of curves over axes that are there already.
 *
 * @param room Width kept for labels at the right (0: they are left out) and lines kept for texts of marks above.
 */
export function paintCurves(
  context: CanvasRenderingContext2D,
  content: CurveContent,
  area: PlotArea,
  colours: Theme,
  room: { readonly labels: number; readonly markLines: number },
): void {
  context.save();
  context.beginPath();
  // Lines along the border keep their whole width.
  context.rect(area.left - 1, area.top - 4 * area.ratio, area.width + 4 * area.ratio, area.height + 5 * area.ratio);
  context.clip();
  paintMarkLines(context, content, area);
  paintLevelLines(context, content, area, colours);
  for (const curve of content.curves) paintBand(context, curve, area);
  for (const curve of content.curves) paintLine(context, curve, area);
  context.restore();
  // uPlot remembers what it has set: everything is put back.
  context.save();
  paintMarkTexts(context, content, area, colours, room.markLines);
  paintLevelTexts(context, content, area, colours);
  if (room.labels > 0) paintLabels(context, content.curves, area, colours);
  context.restore();
}

function paintBand(context: CanvasRenderingContext2D, { x, band, colour, opacity = 1 }: Curve, area: PlotArea): void {
  if (!band) return;
  context.beginPath();
  for (const [across, up] of bandOutline(x, band, area)) context.lineTo(across, up);
  context.closePath();
  context.globalAlpha = 0.14 * opacity;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
}

/** Curves with more points than this on a pixel are drawn column by column: stroking them takes hundreds of milliseconds. */
const DENSE = 0.75;

function paintLine(context: CanvasRenderingContext2D, curve: Curve, area: PlotArea): void {
  const { x, y, colour, dash, width, opacity = 1, marker } = curve;
  const { ratio } = area;
  const length = x.length === 0 ? 0 : area.x(x[x.length - 1]!) - area.x(x[0]!);
  context.globalAlpha = opacity;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (width > 0 && x.length > 2 && x.length / length > DENSE) paintColumns(context, curve, area);
  else if (width > 0) {
    context.lineWidth = width * ratio;
    context.lineJoin = 'round';
    context.setLineDash(dash.map((part) => part * ratio));
    context.beginPath();
    let isOpen = false;
    for (let k = 0; k < x.length; k++) {
      const value = y[k]!;
      if (isOpen) context.lineTo(area.x(x[k]!), area.y(value));
      else context.moveTo(area.x(x[k]!), area.y(value));
      isOpen = !Number.isNaN(value);
    }
    context.stroke();
    context.setLineDash([]);
  }
  // Signs that would touch their neighbours say nothing; a lone point is nothing but its sign.
  if ((marker && length / (x.length - 1) >= 7 * ratio) || x.length === 1) paintMarkers(context, curve, area);
  context.globalAlpha = 1;
}

function paintColumns(context: CanvasRenderingContext2D, { x, y, width }: Curve, area: PlotArea): void {
  const left = Math.round(area.left);
  const thick = Math.max(1, width * area.ratio);
  const { low, high } = columnRanges(
    x.length,
    (point) => area.x(x[point]!) - left,
    (point) => area.y(y[point]!),
    Math.ceil(area.width) + 1,
  );
  low.forEach((top, column) => {
    if (Number.isNaN(top)) return;
    const middle = (top + high[column]!) / 2;
    const tall = Math.max(thick, high[column]! - top);
    context.fillRect(left + column, middle - tall / 2, 1, tall);
  });
}

function paintMarkers(context: CanvasRenderingContext2D, { x, y, marker }: Curve, area: PlotArea): void {
  const size = 2.6 * area.ratio;
  for (let k = 0; k < x.length; k++) {
    if (Number.isNaN(y[k]!)) continue;
    const [across, up] = [area.x(x[k]!), area.y(y[k]!)];
    context.beginPath();
    if (marker === 'square') context.rect(across - size, up - size, 2 * size, 2 * size);
    else context.arc(across, up, size, 0, 2 * Math.PI);
    context.fill();
  }
}
