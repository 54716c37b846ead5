import type { KernelThread, Matrix } from './kernel-thread.js';

/** A row holds `channels · height · width` inputs or `maps · outHeight · outWidth` sums; weights `[channels · taps][maps]`. */
interface Conv2dConstants {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly maps: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly padY: number;
  readonly padX: number;
}

/** `z[o,y,x] = Σ input[c, y·stride + ky − pad, x·stride + kx − pad] · w[c,ky,kx,o]`; thread (o · positions + p, row). */
export function conv2dSums(this: KernelThread<Conv2dConstants>, inputs: Matrix, weights: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * weights[this.constants.rows1]![0]!;
  const positions = this.constants.outHeight * this.constants.outWidth;
  const map = Math.floor((this.thread.x + 0.5) / positions);
  const position = this.thread.x - map * positions;
  const outY = Math.floor((position + 0.5) / this.constants.outWidth);
  const top = outY * this.constants.strideY - this.constants.padY;
  const left = (position - outY * this.constants.outWidth) * this.constants.strideX - this.constants.padX;
  let sum = 0;
  for (let c = 0; c < this.constants.channels; c++)
    for (let ky = 0; ky < this.constants.kernelHeight; ky++)
      for (let kx = 0; kx < this.constants.kernelWidth; kx++) {
        const y = top + ky;
        const x = left + kx;
        if (y >= 0 && y < this.constants.height && x >= 0 && x < this.constants.width) {
          const from = (c * this.constants.height + y) * this.constants.width + x;
          const tap = (c * this.constants.kernelHeight + ky) * this.constants.kernelWidth + kx;
          sum += inputs[this.thread.y]![from]! * weights[tap]![map]!;
        }
      }
  return sum;
}

/** `R_in = x ⊙` the transposed convolution of n; thread (input, row). A silent input skips the sum. */
export function conv2dRewardOfInputs(
  this: KernelThread<Conv2dConstants>,
  inputs: Matrix,
  normed: Matrix,
  weights: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * normed[this.constants.rows1]![0]! * weights[this.constants.rows2]![0]!;
  const input = inputs[this.thread.y]![this.thread.x]!;
  const pixels = this.constants.height * this.constants.width;
  const positions = this.constants.outHeight * this.constants.outWidth;
  const channel = Math.floor((this.thread.x + 0.5) / pixels);
  const pixel = this.thread.x - channel * pixels;
  const line = Math.floor((pixel + 0.5) / this.constants.width);
  const bottom = line + this.constants.padY;
  const right = pixel - line * this.constants.width + this.constants.padX;
  let sum = 0;
  if (input !== 0)
    for (let ky = 0; ky < this.constants.kernelHeight; ky++)
      for (let kx = 0; kx < this.constants.kernelWidth; kx++) {
        const outY = Math.floor((bottom - ky + 0.5) / this.constants.strideY);
        const outX = Math.floor((right - kx + 0.5) / this.constants.strideX);
        const meets = outY * this.constants.strideY === bottom - ky && outX * this.constants.strideX === right - kx;
        const inside = outY >= 0 && outY < this.constants.outHeight && outX >= 0 && outX < this.constants.outWidth;
        if (meets && inside) {
          const tap = (channel * this.constants.kernelHeight + ky) * this.constants.kernelWidth + kx;
          const position = outY * this.constants.outWidth + outX;
          for (let o = 0; o < this.constants.maps; o++)
            sum += normed[this.thread.y]![o * positions + position]! * weights[tap]![o]!;
        }
      }
  return input * sum;
}

/** `f_W = |W| ⊙ Σ x n` over rows and positions; thread (o, c · taps + tap). */
export function conv2dFeedback(
  this: KernelThread<Conv2dConstants & { readonly inputRows: number }>,
  inputs: Matrix,
  normed: Matrix,
  weights: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * normed[this.constants.rows1]![0]! * weights[this.constants.rows2]![0]!;
  const taps = this.constants.kernelHeight * this.constants.kernelWidth;
  const channel = Math.floor((this.thread.y + 0.5) / taps);
  const tap = this.thread.y - channel * taps;
  const ky = Math.floor((tap + 0.5) / this.constants.kernelWidth);
  const kx = tap - ky * this.constants.kernelWidth;
  let sum = 0;
  for (let r = 0; r < this.constants.inputRows; r++)
    for (let outY = 0; outY < this.constants.outHeight; outY++)
      for (let outX = 0; outX < this.constants.outWidth; outX++) {
        const y = outY * this.constants.strideY + ky - this.constants.padY;
        const x = outX * this.constants.strideX + kx - this.constants.padX;
        if (y >= 0 && y < this.constants.height && x >= 0 && x < this.constants.width) {
          const from = (channel * this.constants.height + y) * this.constants.width + x;
          const to = (this.thread.x * this.constants.outHeight + outY) * this.constants.outWidth + outX;
          sum += inputs[r]![from]! * normed[r]![to]!;
        }
      }
  return Math.abs(weights[this.thread.y]![this.thread.x]!) * sum;
}
