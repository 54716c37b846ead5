import type { ViewLayer } from '../../streams/frames/view-frame.js';

/** The rows that one layer has in the raster. */
export interface LayerRows {
  readonly layer: ViewLayer;
  /** First row; rows count from 0 across all layers that spike. */
  readonly first: number;
  /** Which colour of the palette is its own. */
  readonly colour: number;
}

/** Units of a layer of which spikes are known: rates are of these. */
export function knownUnits({ size, recorded = size }: ViewLayer): number {
  return recorded;
}

/** Rows of the raster: one for each neuron of the layers that spike, layer after layer. */
export interface RasterRows {
  readonly layers: readonly LayerRows[];
  readonly count: number;
}

/** Lays the rows of a network out. Colours follow the order of all layers, so that a layer has one colour in every chart. */
export function rasterRows(layers: readonly ViewLayer[]): RasterRows {
  const rows: LayerRows[] = [];
  let count = 0;
  layers.forEach((layer, colour) => {
    if (!layer.spikes) return;
    rows.push({ layer, first: count, colour });
    count += layer.size;
  });
  return { layers: rows, count };
}

/** The neuron of a row. @throws RangeError when there is no such row. */
export function neuronAt(
  { layers, count }: RasterRows,
  row: number,
): { readonly layer: string; readonly unit: number } {
  const at = layers.findLast(({ first }) => first <= row);
  if (!at || row >= count) throw new RangeError(`row: expected 0 to ${count - 1}, got ${row}`);
  return { layer: at.layer.id, unit: row - at.first };
}
