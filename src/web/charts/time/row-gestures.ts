import type uPlot from 'uplot';

import type { View } from '../../view/view-state.js';
import { chooseNeuron } from './choose-neuron.js';
import type { RasterRowsView } from './raster-rows-view.js';
import type { Rows } from './time-chart.js';

/** Rows of a raster as its pointer and keys steer them. */
export function rowGestures(view: View, shown: RasterRowsView, plot: uPlot): Rows {
  return {
    click(step, top) {
      const row = shown.rowAt(plot, top);
      if (row === undefined) return undefined;
      const neuron = shown.neuron(row);
      return () => chooseNeuron(view, neuron, step);
    },
    choose(step) {
      if (shown.row !== undefined) chooseNeuron(view, shown.neuron(shown.row), step);
    },
    point(top) {
      shown.row = shown.rowAt(plot, top);
    },
    move: (rows) => shown.move(rows),
    top: () => shown.topOf(plot),
    zoom(factor, top = shown.topOf(plot) ?? plot.over.clientHeight / 2) {
      const [first, last] = [shown.placeAt(plot, 0), shown.placeAt(plot, plot.over.clientHeight)];
      const around = shown.placeAt(plot, top);
      // Rows are whole: without a step of at least one a few rows could never become fewer.
      const count = factor < 1 ? Math.floor((last - first) * factor) : Math.ceil((last - first) * factor);
      const from = around - ((around - first) / (last - first)) * count;
      return shown.showPlaces(from, from + count);
    },
    pan(pixels) {
      const [first, last] = [shown.placeAt(plot, 0), shown.placeAt(plot, plot.over.clientHeight)];
      const by = Math.round((pixels / plot.over.clientHeight) * (last - first));
      shown.showPlaces(first + by, last + by);
    },
  };
}

/** Drags on the axis at a raster's left choose rows, a double click shows all of them. @returns Ends it. */
export function listenToRowAxis(shown: RasterRowsView, plot: uPlot): () => void {
  const axis = plot.root.querySelectorAll<HTMLElement>('.u-axis')[1]!;
  axis.classList.add('time-row-axis');
  axis.title = 'Drag to look at some rows, double click for all';
  const listeners = new AbortController();
  const { signal } = listeners;
  let begin: number | undefined;
  const topOf = (event: PointerEvent): number => {
    const { top, height } = plot.over.getBoundingClientRect();
    return Math.min(height, Math.max(0, event.clientY - top));
  };
  const select = (from: number, height: number): void =>
    plot.setSelect({ left: 0, top: from, width: height === 0 ? 0 : plot.over.clientWidth, height }, false);
  axis.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      axis.setPointerCapture(event.pointerId);
      begin = topOf(event);
    },
    { signal },
  );
  axis.addEventListener(
    'pointermove',
    (event) => {
      if (begin !== undefined) select(Math.min(begin, topOf(event)), Math.abs(topOf(event) - begin));
    },
    { signal },
  );
  const up = (event: PointerEvent): void => {
    if (begin === undefined) return;
    const [from, to] = [Math.min(begin, topOf(event)), Math.max(begin, topOf(event))];
    begin = undefined;
    select(0, 0);
    if (event.type === 'pointerup' && to - from > 4)
      shown.showPlaces(Math.floor(shown.placeAt(plot, from)), Math.ceil(shown.placeAt(plot, to)));
  };
  axis.addEventListener('pointerup', up, { signal });
  axis.addEventListener('pointercancel', up, { signal });
  axis.addEventListener('dblclick', () => shown.showPlaces(0, Number.MAX_SAFE_INTEGER), { signal });
  return () => listeners.abort();
}
