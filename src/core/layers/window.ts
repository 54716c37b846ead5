import type { Extent } from './layer.js';

/** Number of window positions along one axis: `⌊(extent + 2·padding − kernel) / stride⌋ + 1`. */
export function positionsAlong(extent: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((extent + 2 * padding - kernel) / stride) + 1;
}

/**
 * Which window positions see each pixel of a plane, and through which tap of the window.
 *
 * Pixel p is seen by `position[k]` through `tap[k]` for k in `offsets[p] .. offsets[p + 1])`; both are row-major
 * indices. Padding is never listed: it holds zeros, which contribute nothing.
 */
export interface Windows {
  readonly height: number;
  readonly width: number;
  readonly offsets: Uint32Array;
  readonly position: Uint32Array;
  readonly tap: Uint32Array;
}

/** Lists the windows of a plane of `height × width` pixels. All extents are positive and fit (the plan checked). */
export function windowsOf([height, width]: Extent, kernel: Extent, stride: Extent, padding: Extent = [0, 0]): Windows {
  const rows = positionsAlong(height, kernel[0], stride[0], padding[0]);
  const columns = positionsAlong(width, kernel[1], stride[1], padding[1]);
  const offsets = new Uint32Array(height * width + 1);
  const position: number[] = [];
  const tap: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      for (let ky = 0; ky < kernel[0]; ky++) {
        const row = (y + padding[0] - ky) / stride[0];
        if (!Number.isInteger(row) || row < 0 || row >= rows) continue;
        for (let kx = 0; kx < kernel[1]; kx++) {
          const column = (x + padding[1] - kx) / stride[1];
          if (!Number.isInteger(column) || column < 0 || column >= columns) continue;
          position.push(row * columns + column);
          tap.push(ky * kernel[1] + kx);
        }
      }
      offsets[y * width + x + 1] = position.length;
    }
  return { height: rows, width: columns, offsets, position: Uint32Array.from(position), tap: Uint32Array.from(tap) };
}
