import type { Chart } from '../../src/web/charts/chart.js';
import { rowLayout } from '../../src/web/charts/time/row-layout.js';
import { colourBytes, opacities } from '../../src/web/charts/time/shade-counts.js';
import { colourOf, theme } from '../../src/web/page/theme.js';
import type { RunStore } from '../../src/web/view/run-store.js';
import type { TimeWindow } from '../../src/web/view/view-state.js';

interface Plot {
  readonly canvas: HTMLCanvasElement;
  /** The plot on the canvas, in its pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function plotOf(chart: Chart): Plot {
  const canvas = chart.canvases()[0]!;
  const over = chart.element.querySelector<HTMLElement>('.u-over')!;
  const ratio = canvas.width / canvas.getBoundingClientRect().width;
  const at = (value: number): number => Math.round(value * ratio);
  return {
    canvas,
    ...{
      left: at(over.offsetLeft),
      top: at(over.offsetTop),
      width: at(over.clientWidth),
      height: at(over.clientHeight),
    },
  };
}

/** Read from a copy: reading from the canvas itself would make the browser keep it in another way. */
function pixelsOf({ canvas, left, top, width, height }: Plot): Uint8ClampedArray {
  const copy = Object.assign(document.createElement('canvas'), { width, height });
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, -left, -top);
  return context.getImageData(0, 0, width, height).data;
}

function isNear(pixels: Uint8ClampedArray, at: number, colour: number): boolean {
  return [0, 1, 2].every((byte) => Math.abs(pixels[at + byte]! - ((colour >> (8 * byte)) & 0xff)) <= 3);
}

/**
 * Looks at the middle of every row and step in sight: rows that are ordered by number, one by one painted spikes.
 *
 * @returns How many spikes there are, how many of them have no tick, and how many ticks are no spike.
 */
export function spikesBesidePlace(raster: Chart, run: RunStore, { from, to }: TimeWindow) {
  const plot = plotOf(raster);
  const pixels = pixelsOf(plot);
  const layout = rowLayout(run.rows);
  const spikes = new Set(Array.from(run.spikes.times, (time, k) => `${time}/${run.spikes.rows[k]}`));
  const result = { spikes: 0, missing: 0, wrong: 0 };
  for (const { rows, rowPlaces } of layout.bands)
    for (let row = rows.first; row < rows.first + rows.layer.size; row++)
      for (let step = Math.ceil(from); step + 1 <= to; step++) {
        const x = Math.floor(((step + 0.5 - from) / (to - from)) * plot.width);
        const y = Math.floor(((layout.placeOf[row]! + rowPlaces / 2) / layout.height) * plot.height);
        const at = 4 * (y * plot.width + x);
        const painted = pixels[at + 3]! > 250 && isNear(pixels, at, colourBytes(colourOf(theme.value, rows.colour)));
        const spiked = spikes.has(`${step}/${row}`);
        if (spiked) result.spikes++;
        if (spiked && !painted) result.missing++;
        if (painted && !spiked) result.wrong++;
      }
  return result;
}

/**
 * Counts the spikes of every pixel of a raster the slow way, and compares its opacity with what the count should give.
 * Columns that hold a border between presentations are passed over.
 */
export function countedPixels(raster: Chart, run: RunStore, { from, to }: TimeWindow) {
  const plot = plotOf(raster);
  const pixels = pixelsOf(plot);
  const layout = rowLayout(run.rows);
  const perStep = Math.min(1, plot.width / (to - from));
  const columns = Math.round((to - from) * perStep);
  const lines = Math.min(plot.height, layout.height);
  // A row is counted in the line of its middle; where it is higher than a line, it is seen in all lines whose middle it has.
  const bandOf = (row: number) => layout.bands.findLast(({ rows }) => rows.first <= row)!;
  const lineOf = (row: number): number =>
    Math.floor(((layout.placeOf[row]! + bandOf(row).rowPlaces / 2) * lines) / layout.height);
  const rowIn = (line: number): number => layout.rowAt[Math.floor(((line + 0.5) * layout.height) / lines)]!;
  const isRow = (row: number): boolean => row < run.rows.count;
  const counts = new Map<number, number>();
  run.spikes.times.forEach((time, k) => {
    if (time < from || time >= to) return;
    const column = Math.floor(time * perStep) - Math.floor(from * perStep);
    const cell = lineOf(run.spikes.rows[k]!) * columns + column;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  });
  const tables = new Map(
    layout.bands.map(({ rowPlaces }) => [
      rowPlaces,
      opacities(Math.max(1, layout.height / lines / rowPlaces) / perStep),
    ]),
  );
  const result = { looked: 0, inked: 0, wrong: 0 };
  for (let line = 0; line < lines; line++)
    for (let column = 0; column < columns; column++) {
      const x = Math.floor(((column + 0.5) / columns) * plot.width);
      const y = Math.floor(((line + 0.5) / lines) * plot.height);
      const step = from + column / perStep;
      if (run.presentations.some(({ start }) => Math.abs(start - step) * (plot.width / (to - from)) < 3)) continue;
      const row = rowIn(line);
      // Between the layers there may be rows that have their middle in a line, and none at the line's.
      if (!isRow(row)) continue;
      const count = counts.get(lineOf(row) * columns + column) ?? 0;
      const opacity = tables.get(bandOf(row).rowPlaces)!;
      const alpha = pixels[4 * (y * plot.width + x) + 3]!;
      result.looked++;
      if (count > 0) result.inked++;
      if (Math.abs(alpha - opacity[Math.min(count, opacity.length - 1)]!) > 2) result.wrong++;
    }
  return result;
}

/** Pixels in which two charts differ. */
export function differingPixels(a: Chart, b: Chart): number {
  const [one, other] = [pixelsOf(plotOf(a)), pixelsOf(plotOf(b))];
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  return one.reduce((sum, value, k) => sum + Number(value !== other[k]), 0);
}

/** Pixels that are not empty in a part of the time axis. */
export function inkIn(chart: Chart, window: TimeWindow, from: number, to: number): number {
  const plot = plotOf(chart);
  const x = (step: number): number => Math.round(((step - window.from) / (window.to - window.from)) * plot.width);
  const part = { ...plot, left: plot.left + x(from), width: x(to) - x(from) };
  return pixelsOf(part).reduce((sum, value, k) => sum + Number(k % 4 === 3 && value > 60), 0);
}
