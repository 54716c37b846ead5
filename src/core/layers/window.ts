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
  const vertical = alongAxis(height, kernel[0], stride[0], padding[0]);
  const horizontal = alongAxis(width, kernel[1], stride[1], padding[1]);
  const offsets = new Uint32Array(height * width + 1);
  const pairs = vertical.seen.length * horizontal.seen.length;
  const position = new Uint32Array(pairs);
  const tap = new Uint32Array(pairs);
  let k = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      for (let v = vertical.offsets[y]!; v < vertical.offsets[y + 1]!; v++)
        for (let h = horizontal.offsets[x]!; h < horizontal.offsets[x + 1]!; h++) {
          position[k] = vertical.seen[v]! * horizontal.positions + horizontal.seen[h]!;
          tap[k++] = vertical.tap[v]! * kernel[1] + horizontal.tap[h]!;
        }
      offsets[y * width + x + 1] = k;
    }
  return { height: vertical.positions, width: horizontal.positions, offsets, position, tap };
}

/** The same along one axis: index i is seen from `seen[k]` through `tap[k]`, taps ascending. Work for what is seen only. */
function alongAxis(extent: number, kernel: number, stride: number, padding: number) {
  const positions = positionsAlong(extent, kernel, stride, padding);
  const first = (i: number) => Math.max(0, Math.ceil((i + padding - kernel + 1) / stride));
  const last = (i: number) => Math.min(positions - 1, Math.floor((i + padding) / stride));
  const offsets = new Uint32Array(extent + 1);
  for (let i = 0; i < extent; i++) offsets[i + 1] = offsets[i]! + Math.max(0, last(i) - first(i) + 1);
  const seen = new Uint32Array(offsets[extent]!);
  const tap = new Uint32Array(offsets[extent]!);
  for (let i = 0, k = 0; i < extent; i++)
    for (let at = last(i); at >= first(i); at--, k++) {
      seen[k] = at;
      tap[k] = i + padding - at * stride;
    }
  return { positions, offsets, seen, tap };
}
