import type uPlot from 'uplot';

import { colourOf, type Theme } from '../../page/theme.js';
import type { RunStore } from '../../view/run-store.js';
import { firstAtOrAfter } from '../../view/spike-series.js';
import type { TimeWindow } from '../../view/view-state.js';
import { type RowLines, rowLines } from './pixel-counts.js';
import { RasterBitmap } from './raster-bitmap.js';
import type { PlaceWindow, RowLayout } from './row-layout.js';
import type { SpikeRange } from './row-order.js';
import { colourBytes } from './shade-counts.js';

/** Up to so many spikes are painted one by one. */
const MOST_TICKS = 20_000;
/** Ticks grow no larger, in CSS pixels. */
const LARGEST = 10;

/** What is painted. */
export interface RasterScene {
  readonly run: RunStore;
  readonly layout: RowLayout;
  readonly window: TimeWindow;
  readonly places: PlaceWindow;
  readonly theme: Theme;
}

/** Paints the spikes in sight onto a plot: as ticks, or counted into pixels where there are too many. */
export class RasterPainter {
  readonly #bitmap = new RasterBitmap();
  #lines: RowLines | undefined;
  #colours = new Uint32Array(0);
  #made: { layout: RowLayout; places: PlaceWindow; height: number; theme: Theme } | undefined;

  /** How the last painting was made. */
  get mode(): { readonly ticks: boolean; readonly paintedColumns: number } {
    return { ticks: this.#lines === undefined, paintedColumns: this.#bitmap.painted };
  }

  paint(plot: uPlot, scene: RasterScene): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    const { times, rows } = scene.run.spikes;
    const { from, to } = scene.window;
    const begin = firstAtOrAfter(times, Math.floor(from));
    const end = firstAtOrAfter(times, to);
    if (end - begin <= MOST_TICKS) {
      this.#lines = undefined;
      this.#made = undefined;
      paintTicks(ctx, bbox, scene, { times, rows, begin, end });
    } else this.#paintBitmap(ctx, bbox, scene);
    ctx.restore();
  }

  #paintBitmap(ctx: CanvasRenderingContext2D, bbox: uPlot.BBox, scene: RasterScene): void {
    const { layout, places, window, theme, run } = scene;
    const height = Math.max(1, Math.round(bbox.height));
    const made = this.#made;
    if (
      !this.#lines ||
      made?.layout !== layout ||
      made.places.from !== places.from ||
      made.places.to !== places.to ||
      made.height !== height ||
      made.theme !== theme
    ) {
      this.#made = { layout, places, height, theme };
      this.#lines = rowLines(layout, places.from, places.to, height);
      const colours = layout.bands.map(({ rows }) => colourBytes(colourOf(theme, rows.colour)));
      this.#colours = Uint32Array.from(this.#lines.layerOf, (layer) => colours[layer] ?? 0);
    }
    // Rounded, so that a window that is only moved has the same columns in spite of rounding errors of its width.
    const steps = Number((window.to - window.from).toPrecision(10));
    const perStep = Math.min(1, Math.max(1, Math.round(bbox.width)) / steps);
    this.#bitmap.show(
      ctx,
      { left: bbox.left, top: bbox.top, width: bbox.width, height: bbox.height, window },
      {
        spikes: run.spikes,
        lines: this.#lines,
        colours: this.#colours,
        perStep,
        columns: Math.ceil(steps * perStep) + 1,
      },
      run.extent.to,
    );
  }
}

/** One rectangle for each spike; it grows with the room that a step and a row have. */
function paintTicks(
  ctx: CanvasRenderingContext2D,
  bbox: uPlot.BBox,
  { layout, window, places, theme }: RasterScene,
  { times, rows, begin, end }: SpikeRange,
): void {
  const ratio = devicePixelRatio;
  const perStep = bbox.width / (window.to - window.from);
  const perPlace = bbox.height / (places.to - places.from);
  const width = tickLength(perStep, ratio);
  for (const { rows: band, rowPlaces } of layout.bands) {
    const height = tickLength(perPlace * rowPlaces, ratio);
    ctx.fillStyle = colourOf(theme, band.colour);
    const last = band.first + band.layer.size;
    for (let k = begin; k < end; k++) {
      const row = rows[k]!;
      if (row < band.first || row >= last) continue;
      const place = layout.placeOf[row]!;
      if (place + rowPlaces <= places.from || place >= places.to) continue;
      const x = bbox.left + (times[k]! + 0.5 - window.from) * perStep;
      const y = bbox.top + (place + rowPlaces / 2 - places.from) * perPlace;
      ctx.fillRect(Math.round(x - width / 2), Math.round(y - height / 2), width, height);
    }
  }
}

/** Length of a tick in device pixels where a step or a row has `room`: what is left of it with some air around. */
function tickLength(room: number, ratio: number): number {
  return Math.max(1, Math.round(ratio), Math.min(Math.round(room * 0.8), Math.round(LARGEST * ratio)));
}
