import type { Shape } from '../../core/shape.js';

/** Units in a tile: a line of the cache of float32. */
export const TILE = 16;

/**
 * Where the units of a signal are kept: position by position, the channels of a position side by side, padded to
 * `stride`. A flat signal has one position.
 */
export interface UnitLayout {
  readonly positions: number;
  readonly channels: number;
  /** Places that a position takes. */
  readonly stride: number;
  readonly tiles: number;
}

/** The layout of what layers give out: channels padded to whole tiles, so that a tile has one position. */
export function tiledLayout(shape: Shape): UnitLayout {
  const { positions, channels } = extents(shape);
  const stride = Math.ceil(channels / TILE) * TILE;
  return { positions, channels, stride, tiles: (positions * stride) / TILE };
}

/** The layout of a network's input: nothing between the channels. */
export function inputLayout(shape: Shape): UnitLayout {
  const { positions, channels } = extents(shape);
  return { positions, channels, stride: channels, tiles: Math.ceil((positions * channels) / TILE) };
}

function extents(shape: Shape): { readonly positions: number; readonly channels: number } {
  const [channels = 1, ...rest] = shape;
  return { channels, positions: rest.reduce((product, extent) => product * extent, 1) };
}

/** The place of a unit (channel · positions + position). */
export function placeOf({ positions, stride }: UnitLayout, unit: number): number {
  return positions === 1 ? unit : (unit % positions) * stride + Math.floor(unit / positions);
}

/** The unit at a place. */
export function unitAt({ positions, stride }: UnitLayout, place: number): number {
  return positions === 1 ? place : (place % stride) * positions + Math.floor(place / stride);
}

/** Number of real units. */
export function unitCount({ positions, channels }: UnitLayout): number {
  return positions * channels;
}
