import type { RasterRows } from '../../view/raster-rows.js';
import type { SpikeSeries } from '../../view/spike-series.js';
import type { TimeWindow } from '../../view/view-state.js';
import { binLayers } from './population-rates.js';
import { layerOfRow } from './row-layout.js';

/** Spikes of each layer in bins over an extent. */
export interface LayerDensity {
  /** Steps of a bin: a power of 2. */
  readonly binSteps: number;
  /** Number of the first bin: it begins at step `first · binSteps`. */
  readonly first: number;
  /** For each layer with rows its spikes in each bin. */
  readonly counts: readonly Float64Array[];
}

/** Density over all that is kept, which only counts what is new as long as its bins stay as wide. */
export class Density {
  readonly #spikes: SpikeSeries;
  readonly #rows: RasterRows;
  readonly #layers: Uint16Array;
  #binSteps = 0;
  #first = 0;
  #counts: Float64Array[] = [];
  /** Spikes counted since the beginning of the run. */
  #counted = 0;

  constructor(spikes: SpikeSeries, rows: RasterRows) {
    this.#spikes = spikes;
    this.#rows = rows;
    this.#layers = layerOfRow(rows);
  }

  /** @param most Bins at most; >= 1. */
  over(extent: TimeWindow, most: number): LayerDensity {
    const steps = Math.max(1, extent.to - extent.from);
    const binSteps = 2 ** Math.max(0, Math.ceil(Math.log2(steps / most)));
    const first = Math.floor(extent.from / binSteps);
    const end = Math.max(first + 1, Math.ceil(extent.to / binSteps));
    const length = this.#counts[0]?.length ?? 0;
    if (binSteps !== this.#binSteps || first < this.#first || end > this.#first + length)
      this.#recount(first, binSteps, most);
    else this.#add();
    return {
      binSteps,
      first,
      counts: this.#counts.map((counts) => counts.subarray(first - this.#first, end - this.#first)),
    };
  }

  #recount(first: number, binSteps: number, most: number): void {
    this.#first = first;
    this.#binSteps = binSteps;
    // Twice as long as asked for, so that what is new fits for a while.
    this.#counts = [...binLayers(this.#spikes, this.#rows, first, binSteps, most * 2 + 2)];
    this.#counted = this.#spikes.forgotten + this.#spikes.count;
  }

  #add(): void {
    const { times, rows, forgotten, count } = this.#spikes;
    for (let k = Math.max(0, this.#counted - forgotten); k < count; k++) {
      const bin = Math.floor(times[k]! / this.#binSteps) - this.#first;
      this.#counts[this.#layers[rows[k]!]!]![bin]!++;
    }
    this.#counted = forgotten + count;
  }
}
