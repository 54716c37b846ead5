import { BehaviorSubject, Subject } from 'rxjs';
import type uPlot from 'uplot';

import type { NeuronPlace } from '../../../run/watch/look.js';
import { neuronAt, type RasterRows } from '../../view/raster-rows.js';
import type { RunStore } from '../../view/run-store.js';
import { firstAtOrAfter } from '../../view/spike-series.js';
import type { TimeWindow, View } from '../../view/view-state.js';
import { type PlaceWindow, type RowLayout, rowLayout, rowOfPlace } from './row-layout.js';
import { orderedRows } from './row-order.js';

/** No fewer rows are in sight. */
const FEWEST_ROWS = 4;

/** Which rows of the raster are where, which are in sight, and which one the cursor is on. */
export class RasterRowsView {
  readonly #view: View;
  #layout: RowLayout = rowLayout({ layers: [], count: 0 });
  #order = 'index';
  /** Undefined: all places. */
  readonly places = new BehaviorSubject<PlaceWindow | undefined>(undefined);
  /** Told when rows have changed their places. */
  readonly sorted = new Subject<void>();
  /** Row under the cursor. */
  row: number | undefined;

  constructor(view: View) {
    this.#view = view;
  }

  /** Places of the rows of a run, in the order that was last asked for. */
  layoutOf(run: RunStore): RowLayout {
    if (this.#layout.rows !== run.rows || this.#order !== this.#view.state.order.value)
      this.sort(run, this.#view.state.window.value);
    return this.#layout;
  }

  /** Sorts the rows by what is in a window. */
  sort(run: RunStore, window: TimeWindow): void {
    const order = this.#view.state.order.value;
    const other: RasterRows = this.#layout.rows;
    if (order === 'index' && this.#order === 'index' && other === run.rows) return;
    const { times, rows } = run.spikes;
    const range = {
      times,
      rows,
      begin: firstAtOrAfter(times, Math.floor(window.from)),
      end: firstAtOrAfter(times, window.to),
    };
    this.#layout = rowLayout(run.rows, order === 'index' ? undefined : orderedRows(run.rows, order, range));
    this.#order = order;
    if (other !== run.rows) {
      this.row = undefined;
      if (this.places.value) this.places.next(undefined);
    }
    this.sorted.next();
  }

  /** Places in sight. */
  placesIn({ height }: RowLayout): PlaceWindow {
    return this.places.value ?? { from: 0, to: Math.max(1, height) };
  }

  /** Looks at some places. @returns Whether these are others than before. */
  showPlaces(from: number, to: number): boolean {
    const { height, bands } = this.#layout;
    const before = this.placesIn(this.#layout);
    const here = bands.findLast((band) => band.from <= (from + to) / 2);
    const count = Math.min(height, Math.max(FEWEST_ROWS * (here?.rowPlaces ?? 1), Math.round(to - from)));
    const first = Math.min(height - count, Math.max(0, Math.round(from)));
    if (first === before.from && first + count === before.to) return false;
    this.places.next(count === height ? undefined : { from: first, to: first + count });
    return true;
  }

  /** The place at a height in CSS pixels of a plot. */
  placeAt(plot: uPlot, top: number): number {
    const { from, to } = this.placesIn(this.#layout);
    return from + (top / plot.over.clientHeight) * (to - from);
  }

  /** Middle of the cursor's row in CSS pixels of a plot; undefined when it is out of sight or nowhere. */
  topOf(plot: uPlot): number | undefined {
    const { from, to } = this.placesIn(this.#layout);
    const middle = this.row === undefined ? undefined : this.#middleOf(this.row);
    if (middle === undefined || middle < from || middle >= to) return undefined;
    return ((middle - from) / (to - from)) * plot.over.clientHeight;
  }

  #middleOf(row: number): number {
    const { placeOf, bands } = this.#layout;
    const band = bands.findLast(({ rows }) => rows.first <= row)!;
    return placeOf[row]! + band.rowPlaces / 2;
  }

  rowAt(plot: uPlot, top: number): number | undefined {
    return rowOfPlace(this.#layout, this.placeAt(plot, top));
  }

  /** Moves the row cursor by some rows, over the room between layers, and keeps it in sight. */
  move(by: number): void {
    const { placeOf, height } = this.#layout;
    const { from, to } = this.placesIn(this.#layout);
    const sign = Math.sign(by);
    let row = this.row;
    let next = row === undefined ? (sign > 0 ? from : to - 1) : placeOf[row]!;
    for (let left = Math.abs(by); left > 0 && next >= 0 && next < height; next += sign) {
      const other = rowOfPlace(this.#layout, next);
      if (other === undefined || other === row) continue;
      row = other;
      left--;
    }
    if (row === undefined) return;
    this.row = row;
    const middle = Math.floor(this.#middleOf(row));
    if (middle < from) this.showPlaces(placeOf[row]!, placeOf[row]! + to - from);
    else if (middle >= to) this.showPlaces(middle + 1 - (to - from), middle + 1);
  }

  /** Neuron of a row. */
  neuron(row: number): NeuronPlace {
    return neuronAt(this.#layout.rows, row);
  }
}
