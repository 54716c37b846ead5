import type uPlot from 'uplot';

import { colourOf, type Theme } from '../../page/theme.js';
import { fitted } from '../plot/picture-text.js';
import { spreadLabels } from '../plot/spread-labels.js';
import { type PlaceWindow, type RowLayout, rowOfPlace } from './row-layout.js';
import { canvasFont } from './time-plot.js';

/** Rows get their numbers when each has so much room, in CSS pixels. */
const ROOM_FOR_NUMBERS = 12;
const LINE = 14;

/** Writes the layers' names beside their rows, with a bar in each layer's colour, and the rows' numbers where there is room. */
export function drawRowLabels(plot: uPlot, layout: RowLayout, places: PlaceWindow, theme: Theme): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const perPlace = bbox.height / (places.to - places.from);
  const y = (place: number): number => bbox.top + (place - places.from) * perPlace;
  const shown = layout.bands
    .map((band) => ({
      ...band,
      begin: band.from,
      from: Math.max(band.from, places.from),
      to: Math.min(band.to, places.to),
    }))
    .filter(({ from, to }) => to > from);
  const middles = spreadLabels(
    shown.map(({ from, to }) => y((from + to) / 2)),
    LINE * ratio,
    bbox.top + (LINE / 2) * ratio,
    bbox.top + bbox.height - (LINE / 2) * ratio,
  );
  ctx.save();
  ctx.font = canvasFont();
  ctx.textBaseline = 'middle';
  shown.forEach(({ rows, begin, from, to, rowPlaces }, k) => {
    const numbers = perPlace * rowPlaces >= ROOM_FOR_NUMBERS * ratio;
    ctx.fillStyle = colourOf(theme, rows.colour);
    ctx.fillRect(
      Math.round(bbox.left - 5 * ratio),
      Math.round(y(from)),
      Math.round(3 * ratio),
      Math.round(y(to) - y(from)),
    );
    const room = bbox.left - (numbers ? 40 : 12) * ratio;
    ctx.textAlign = numbers ? 'left' : 'right';
    ctx.fillStyle = theme.text;
    ctx.fillText(fitted(ctx, rows.layer.id, room), numbers ? 2 * ratio : bbox.left - 10 * ratio, middles[k]!);
    if (!numbers) return;
    ctx.textAlign = 'right';
    ctx.fillStyle = theme.muted;
    for (let place = from - ((from - begin) % rowPlaces); place < to; place += rowPlaces) {
      const row = rowOfPlace(layout, place);
      if (row !== undefined) ctx.fillText(String(row - rows.first), bbox.left - 10 * ratio, y(place + rowPlaces / 2));
    }
  });
  ctx.restore();
}
