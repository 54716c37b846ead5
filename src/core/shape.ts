/** Extents of one sample, without batch and time: `[features]` or `[channels, height, width]`. */
export type Shape = readonly number[];

/** Number of values in one sample of this shape: the product of the extents. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** A shape as people write it: `8 x 8`, `1 x 28 x 28`. */
export function shapeText(shape: Shape): string {
  return shape.length === 0 ? '(empty)' : shape.join(' x ');
}
