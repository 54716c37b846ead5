import type { LayerRows, RasterRows } from '../../view/raster-rows.js';

/** Where one layer stands in the raster, in places from the top. */
interface LayerBand {
  readonly rows: LayerRows;
  /** First place of the band. */
  readonly from: number;
  /** Place after its last one. */
  readonly to: number;
  /** Places of each of its rows; >= 1. */
  readonly rowPlaces: number;
}

/** Places of all rows of a raster: layer below layer, with room between them. */
export interface RowLayout {
  readonly rows: RasterRows;
  readonly bands: readonly LayerBand[];
  /** Places, those between the layers included. */
  readonly height: number;
  /** First place of each row, from 0 at the top. */
  readonly placeOf: Uint32Array;
  /** Row at each place; `NO_ROW` between the layers. */
  readonly rowAt: Uint32Array;
}

/** Places of a raster: `from <= place < to`, whole numbers. */
export interface PlaceWindow {
  readonly from: number;
  readonly to: number;
}

const NO_ROW = 0xffffffff;

/** Share of all rows that lies empty between two layers, so that each stands apart at any size. */
const GAP = 0.015;
/** Share of all rows that a layer gets as places at least: ten outputs are seen beside ten thousand hidden neurons. */
const LEAST = 0.04;

/**
 * Lays the rows of a raster out.
 *
 * @param order Rows of each layer from its top to its bottom, layer after layer, `[rows]`; that of their numbers unless given.
 */
export function rowLayout(rows: RasterRows, order?: Uint32Array): RowLayout {
  const gap = Math.max(1, Math.round(rows.count * GAP));
  const placeOf = new Uint32Array(rows.count);
  let height = 0;
  const bands = rows.layers.map((layer, number): LayerBand => {
    const { size } = layer.layer;
    const rowPlaces = Math.max(1, Math.floor((rows.count * LEAST) / size));
    const from = number === 0 ? 0 : height + gap;
    height = from + size * rowPlaces;
    for (let k = 0; k < size; k++) placeOf[order?.[layer.first + k] ?? layer.first + k] = from + k * rowPlaces;
    return { rows: layer, from, to: height, rowPlaces };
  });
  const rowAt = new Uint32Array(height).fill(NO_ROW);
  for (const { rows: own, rowPlaces } of bands)
    for (let row = own.first; row < own.first + own.layer.size; row++)
      rowAt.fill(row, placeOf[row]!, placeOf[row]! + rowPlaces);
  return { rows, bands, height, placeOf, rowAt };
}

/** The row at a place, which may lie between two; undefined outside and between the layers. */
export function rowOfPlace({ rowAt }: RowLayout, place: number): number | undefined {
  const row = rowAt[Math.floor(place)];
  return row === undefined || row === NO_ROW ? undefined : row;
}

/** Number of the layer, among those with rows, of each row. */
export function layerOfRow({ layers, count }: RasterRows): Uint16Array {
  const numbers = new Uint16Array(count);
  layers.forEach(({ first, layer }, number) => {
    numbers.fill(number, first, first + layer.size);
  });
  return numbers;
}

/** Places of some units of a layer, those that lie one below the other together. Units that the layer lacks have none. */
export function placeRuns(layout: RowLayout, layer: string, units: readonly number[]): readonly PlaceWindow[] {
  const band = layout.bands.find(({ rows }) => rows.layer.id === layer);
  if (!band) return [];
  const known = units.filter((unit) => unit < band.rows.layer.size);
  const places = known.map((unit) => layout.placeOf[band.rows.first + unit]!).toSorted((a, b) => a - b);
  const runs: { from: number; to: number }[] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last && place <= last.to) last.to = place + band.rowPlaces;
    else runs.push({ from: place, to: place + band.rowPlaces });
  }
  return runs;
}
