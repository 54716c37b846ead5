import type { KernelThread, Matrix } from './kernel-thread.js';

/** A row holds `channels · height · width` inputs and `channels · outHeight · outWidth` pooled values; no padding. */
interface PoolConstants {
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
}

/** Largest value of each window; thread (channel · positions + p, row). */
export function maxPooled(this: KernelThread<PoolConstants>, inputs: Matrix): number {
  if (this.thread.y === this.constants.rows) return inputs[this.constants.rows0]![0]!;
  const plane = Math.floor((this.thread.x + 0.5) / this.constants.outWidth);
  const channel = Math.floor((plane + 0.5) / this.constants.outHeight);
  const top = (plane - channel * this.constants.outHeight) * this.constants.strideY + channel * this.constants.height;
  const left = (this.thread.x - plane * this.constants.outWidth) * this.constants.strideX;
  let best = inputs[this.thread.y]![top * this.constants.width + left]!;
  for (let ky = 0; ky < this.constants.kernelHeight; ky++)
    for (let kx = 0; kx < this.constants.kernelWidth; kx++)
      best = Math.max(best, inputs[this.thread.y]![(top + ky) * this.constants.width + left + kx]!);
  return best;
}

/**
 * Reward of a window goes to the first of its largest values; thread (input, row).
 *
 * Each input looks at the windows that see it and earns those in which no earlier tap is as large and none is larger.
 */
export function rewardThroughMaxPool(this: KernelThread<PoolConstants>, inputs: Matrix, reward: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * reward[this.constants.rows1]![0]!;
  const input = inputs[this.thread.y]![this.thread.x]!;
  const line = Math.floor((this.thread.x + 0.5) / this.constants.width);
  const channel = Math.floor((line + 0.5) / this.constants.height);
  const y = line - channel * this.constants.height;
  const x = this.thread.x - line * this.constants.width;
  let sum = 0;
  for (let ky = 0; ky < this.constants.kernelHeight; ky++)
    for (let kx = 0; kx < this.constants.kernelWidth; kx++) {
      const outY = Math.floor((y - ky + 0.5) / this.constants.strideY);
      const outX = Math.floor((x - kx + 0.5) / this.constants.strideX);
      const meets = outY * this.constants.strideY === y - ky && outX * this.constants.strideX === x - kx;
      const inside = outY >= 0 && outY < this.constants.outHeight && outX >= 0 && outX < this.constants.outWidth;
      if (meets && inside) {
        let beaten = 0;
        for (let ry = 0; ry < this.constants.kernelHeight; ry++)
          for (let rx = 0; rx < this.constants.kernelWidth; rx++) {
            const rival = inputs[this.thread.y]![(line - ky + ry) * this.constants.width + x - kx + rx]!;
            if (rival > input) beaten = 1;
            if (rival === input && (ry < ky || (ry === ky && rx < kx))) beaten = 1;
          }
        const out = (channel * this.constants.outHeight + outY) * this.constants.outWidth + outX;
        if (beaten === 0) sum += reward[this.thread.y]![out]!;
      }
    }
  return sum;
}

/** Mean of each window; thread (channel · positions + p, row). */
export function averagePooled(this: KernelThread<PoolConstants>, inputs: Matrix): number {
  if (this.thread.y === this.constants.rows) return inputs[this.constants.rows0]![0]!;
  const plane = Math.floor((this.thread.x + 0.5) / this.constants.outWidth);
  const channel = Math.floor((plane + 0.5) / this.constants.outHeight);
  const top = (plane - channel * this.constants.outHeight) * this.constants.strideY + channel * this.constants.height;
  const left = (this.thread.x - plane * this.constants.outWidth) * this.constants.strideX;
  let sum = 0;
  for (let ky = 0; ky < this.constants.kernelHeight; ky++)
    for (let kx = 0; kx < this.constants.kernelWidth; kx++)
      sum += inputs[this.thread.y]![(top + ky) * this.constants.width + left + kx]!;
  return sum / (this.constants.kernelHeight * this.constants.kernelWidth);
}

/** `R_in[i] = x[i] · Σ n / taps` over the windows that see i; thread (input, row). */
export function rewardThroughAveragePool(this: KernelThread<PoolConstants>, inputs: Matrix, normed: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * normed[this.constants.rows1]![0]!;
  const line = Math.floor((this.thread.x + 0.5) / this.constants.width);
  const channel = Math.floor((line + 0.5) / this.constants.height);
  const y = line - channel * this.constants.height;
  const x = this.thread.x - line * this.constants.width;
  let sum = 0;
  for (let ky = 0; ky < this.constants.kernelHeight; ky++)
    for (let kx = 0; kx < this.constants.kernelWidth; kx++) {
      const outY = Math.floor((y - ky + 0.5) / this.constants.strideY);
      const outX = Math.floor((x - kx + 0.5) / this.constants.strideX);
      const meets = outY * this.constants.strideY === y - ky && outX * this.constants.strideX === x - kx;
      const inside = outY >= 0 && outY < this.constants.outHeight && outX >= 0 && outX < this.constants.outWidth;
      if (meets && inside) {
        const out = (channel * this.constants.outHeight + outY) * this.constants.outWidth + outX;
        sum += normed[this.thread.y]![out]!;
      }
    }
  const taps = this.constants.kernelHeight * this.constants.kernelWidth;
  return (inputs[this.thread.y]![this.thread.x]! * sum) / taps;
}
