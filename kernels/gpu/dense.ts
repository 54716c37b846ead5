import type { KernelThread, Matrix } from './kernel-thread.js';

interface DenseConstants {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** `z[r,j] = Σᵢ x[r,i] · weights[i,j]`; thread (j, r). The bias is added by {@link withBias}. */
export function denseSums(this: KernelThread<DenseConstants>, inputs: Matrix, weights: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * weights[this.constants.rows1]![0]!;
  let sum = 0;
  for (let i = 0; i < this.constants.fanIn; i++) sum += inputs[this.thread.y]![i]! * weights[i]![this.thread.x]!;
  return sum;
}

/** `R_in[r,i] = x[r,i] · Σⱼ n[r,j] · weights[i,j]`; thread (i, r). A silent input skips the sum. */
export function denseRewardOfInputs(
  this: KernelThread<DenseConstants>,
  inputs: Matrix,
  normed: Matrix,
  weights: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * normed[this.constants.rows1]![0]! * weights[this.constants.rows2]![0]!;
  const input = inputs[this.thread.y]![this.thread.x]!;
  let sum = 0;
  if (input !== 0)
    for (let j = 0; j < this.constants.fanOut; j++) sum += normed[this.thread.y]![j]! * weights[this.thread.x]![j]!;
  return input * sum;
}

/** `f_W[i,j] = |weights[i,j]| · Σ_r x[r,i] · n[r,j]`; thread (j, i). */
export function denseFeedback(
  this: KernelThread<{ readonly inputRows: number }>,
  inputs: Matrix,
  normed: Matrix,
  weights: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return inputs[this.constants.rows0]![0]! * normed[this.constants.rows1]![0]! * weights[this.constants.rows2]![0]!;
  let sum = 0;
  for (let r = 0; r < this.constants.inputRows; r++) sum += inputs[r]![this.thread.y]! * normed[r]![this.thread.x]!;
  return Math.abs(weights[this.thread.y]![this.thread.x]!) * sum;
}
