import fc from 'fast-check';

/** A convolution by its extents. */
export interface Geometry {
  readonly channels: number;
  readonly maps: number;
  readonly extent: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
}

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Small convolutions, also with strides that leave pixels unseen and paddings beyond the kernel; all kernels fit. */
export const anyConvolution: fc.Arbitrary<Geometry> = fc
  .record({
    channels: fc.integer({ min: 1, max: 2 }),
    maps: fc.integer({ min: 1, max: 3 }),
    extent: pair(1, 5),
    kernel: pair(1, 3),
    stride: pair(1, 3),
    padding: pair(0, 3),
  })
  .filter(({ extent, kernel, padding }) => [0, 1].every((a) => extent[a]! + 2 * padding[a]! >= kernel[a]!));

export function positions({ extent, kernel, stride, padding }: Geometry): readonly [number, number] {
  const along = (a: 0 | 1): number => Math.floor((extent[a] + 2 * padding[a] - kernel[a]) / stride[a]) + 1;
  return [along(0), along(1)];
}

/** The definition, loop by loop: `z[o,y,x] = b[o] + Σ input[c, y·stride + ky − pad, …] · w[c,ky,kx,o]`, 0 outside. */
export function naiveConv2d(
  g: Geometry,
  inputs: Float64Array,
  weights: Float64Array,
  bias: Float64Array,
  rows: number,
): number[] {
  const [height, width] = g.extent;
  const [outHeight, outWidth] = positions(g);
  const sums: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let o = 0; o < g.maps; o++)
      for (let y = 0; y < outHeight; y++)
        for (let x = 0; x < outWidth; x++) {
          let sum = bias[o]!;
          for (let c = 0; c < g.channels; c++)
            for (let ky = 0; ky < g.kernel[0]; ky++)
              for (let kx = 0; kx < g.kernel[1]; kx++) {
                const [iy, ix] = [y * g.stride[0] + ky - g.padding[0], x * g.stride[1] + kx - g.padding[1]];
                if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
                const pixel = inputs[((row * g.channels + c) * height + iy) * width + ix]!;
                sum += pixel * weights[((c * g.kernel[0] + ky) * g.kernel[1] + kx) * g.maps + o]!;
              }
          sums.push(sum);
        }
  return sums;
}
