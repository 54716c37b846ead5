import type { Task } from './crew.js';
import type { LinearMemory } from './linear-memory.js';
import { TILE } from './unit-layout.js';

/** Bytes of a tile. */
const LINE = 4 * TILE;

/** Tiles of 16 float32 in memory: where the first is, and how many tiles further the next tile and the next row are. */
interface TilePlaces {
  readonly at: number;
  readonly tile: number;
  /** 0: every row has the same. */
  readonly row: number;
}

/** `sums = start + values · weights`. */
export interface PlainProduct {
  /** f32 `[rows × width]`. */
  readonly values: number;
  readonly width: number;
  readonly rows: number;
  /** Values of a row that are multiplied. */
  readonly terms: number;
  /** f32 `[tiles][terms][16]`. */
  readonly weights: number;
  readonly tiles: number;
  readonly start: TilePlaces;
  readonly sums: TilePlaces;
}

/** The task that makes a plain product. */
export function plainProduct(memory: LinearMemory, product: PlainProduct): Task {
  const { values, width, rows, terms, weights, tiles, start, sums } = product;
  const record = memory.record([
    ...[values, 4 * width, rows, terms, weights],
    ...[start, sums].flatMap(({ at, tile, row }) => [at, LINE * tile, LINE * row]),
  ]);
  return { kernel: 'blockedSums', record, items: tiles * Math.ceil(rows / 4) };
}
