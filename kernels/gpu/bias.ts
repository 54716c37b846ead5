import type { KernelThread, Matrix } from './kernel-thread.js';

/** `z + b`, one bias for `positions` neighbouring columns (a dense layer: 1; a convolution: the pixels of a map). */
export function withBias(this: KernelThread<{ readonly positions: number }>, sums: Matrix, bias: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]! * bias[this.constants.rows1]![0]!;
  const unit = Math.floor((this.thread.x + 0.5) / this.constants.positions);
  return sums[this.thread.y]![this.thread.x]! + bias[0]![unit]!;
}

/** `f_b[o] = |b[o]| · Σ n` over all rows and the positions of o; thread (o, 0). */
export function biasFeedback(
  this: KernelThread<{ readonly positions: number; readonly inputRows: number }>,
  normed: Matrix,
  bias: Matrix,
): number {
  if (this.thread.y === this.constants.rows) return normed[this.constants.rows0]![0]! * bias[this.constants.rows1]![0]!;
  let sum = 0;
  for (let r = 0; r < this.constants.inputRows; r++)
    for (let p = 0; p < this.constants.positions; p++) sum += normed[r]![this.thread.x * this.constants.positions + p]!;
  return Math.abs(bias[0]![this.thread.x]!) * sum;
}
