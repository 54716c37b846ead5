import { element } from '../../page/element.js';
import type { SpikeSeries } from '../../view/spike-series.js';
import { firstAtOrAfter } from '../../view/spike-series.js';
import type { TimeWindow } from '../../view/view-state.js';
import { type Columns, countPixels, type RowLines, stepOfColumn } from './pixel-counts.js';
import { opacities, shadeCounts } from './shade-counts.js';

/** All that a bitmap of spikes depends on besides the part of the time axis. */
export interface BitmapContent {
  readonly spikes: SpikeSeries;
  readonly lines: RowLines;
  /** Colour of each line: see `shadeCounts`. */
  readonly colours: Uint32Array;
  /** Columns of a step; in (0, 1]. */
  readonly perStep: number;
  /** Columns that a window can touch. */
  readonly columns: number;
}

/** Where a bitmap goes on a canvas: the plot, and how many of its pixels a step takes. */
export interface BitmapPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly window: TimeWindow;
}

/**
 * Spikes counted into pixels and shaded, kept on a canvas out of sight. Its columns are a ring: column `c` of the time
 * axis is kept at `c mod columns`, so that a window that moves leaves everything where it is, and only columns that come
 * into sight are counted and painted.
 */
export class RasterBitmap {
  readonly #canvas = element('canvas');
  readonly #context = this.#canvas.getContext('2d')!;
  #content: BitmapContent | undefined;
  #opacity: readonly Uint8Array[] = [];
  /** Columns that are painted: `from <= column < to`. */
  #from = 0;
  #to = 0;
  #painted = 0;

  /** Columns painted by the last call of `show`: for tests of what is painted anew. */
  get painted(): number {
    return this.#painted;
  }

  /**
   * Paints what is missing of the window and draws it.
   *
   * @param known Step from which on nothing is known yet: columns beyond it are painted again next time.
   */
  show(context: CanvasRenderingContext2D, place: BitmapPlace, content: BitmapContent, known: number): void {
    if (!this.#content || !sameContent(this.#content, content)) this.#reset(content);
    const { perStep } = content;
    const first = Math.floor(place.window.from * perStep);
    const end = Math.min(first + content.columns, Math.ceil(place.window.to * perStep));
    this.#painted = 0;
    if (first > this.#to || end < this.#from) this.#from = this.#to = first;
    if (first < this.#from) this.#paint(first, Math.min(this.#from, end));
    if (end > this.#to) this.#paint(Math.max(first, this.#to), end);
    this.#from = first;
    this.#to = Math.min(end, Math.max(first, Math.floor(known * perStep)));
    this.#draw(context, place, first, end);
  }

  #reset(content: BitmapContent): void {
    this.#content = content;
    this.#from = this.#to = 0;
    const { rowsOfLine, layerOf } = content.lines;
    const tables = rowsOfLine.map((rows) => opacities(rows / content.perStep));
    const nothing = opacities(1);
    this.#opacity = Array.from(layerOf, (layer) => tables[layer] ?? nothing);
    this.#canvas.width = content.columns;
    this.#canvas.height = content.lines.count;
  }

  #paint(from: number, to: number): void {
    const { columns } = this.#content!;
    this.#painted += to - from;
    const seam = (Math.floor(from / columns) + 1) * columns;
    if (seam < to) {
      this.#paintStretch(from, seam);
      this.#paintStretch(seam, to);
    } else this.#paintStretch(from, to);
  }

  #paintStretch(from: number, to: number): void {
    if (to <= from) return;
    const { spikes, lines, colours, perStep, columns } = this.#content!;
    const { times, rows } = spikes;
    const begin = firstAtOrAfter(times, stepOfColumn(from, perStep));
    const end = firstAtOrAfter(times, stepOfColumn(to, perStep));
    const stretch: Columns = { first: from, count: to - from, perStep };
    const counts = countPixels({ times, rows, begin, end }, lines, stretch);
    const pixels = shadeCounts(counts, colours, this.#opacity);
    this.#context.putImageData(new ImageData(pixels, to - from, lines.count), from % columns, 0);
  }

  #draw(context: CanvasRenderingContext2D, place: BitmapPlace, first: number, end: number): void {
    const { columns, perStep, lines } = this.#content!;
    const { left, top, width, height, window } = place;
    const pixelsPerColumn = width / (window.to - window.from) / perStep;
    const x = (column: number): number => Math.round(left + (column - window.from * perStep) * pixelsPerColumn);
    const smooth = context.imageSmoothingEnabled;
    context.imageSmoothingEnabled = false;
    for (let from = first; from < end; ) {
      const to = Math.min(end, (Math.floor(from / columns) + 1) * columns);
      context.drawImage(this.#canvas, from % columns, 0, to - from, lines.count, x(from), top, x(to) - x(from), height);
      from = to;
    }
    context.imageSmoothingEnabled = smooth;
  }
}

function sameContent(a: BitmapContent, b: BitmapContent): boolean {
  return (
    a.spikes === b.spikes &&
    a.lines === b.lines &&
    a.colours === b.colours &&
    a.perStep === b.perStep &&
    a.columns === b.columns
  );
}
