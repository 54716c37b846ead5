import type { FigureTable } from './figure-table.js';

/**
 * A picture on a page. It subscribes to what it shows by itself and redraws at most once an animation frame; whoever made it
 * destroys it.
 */
export interface Chart {
  /** Identifier of the chart in exports and tests: `raster`. */
  readonly name: string;
  /** Title for people: `Spikes`. */
  readonly title: string;
  /** What it is drawn into; a child of the page's panel. */
  readonly element: HTMLElement;
  /** The figures behind the picture in sight, at most a few hundred rows. */
  figures(): FigureTable;
  /** All figures of the part in sight, as CSV lines with a header; a chart that has none beyond `figures` leaves it out. */
  csv?(): string;
  /** Canvases from the back to the front, for the export as PNG. */
  canvases(): readonly HTMLCanvasElement[];
  destroy(): void;
}
