import type { KernelThread, Matrix } from './kernel-thread.js';

/** `statistics` has two rows, mean and deviation `√(variance + epsilon)`; a column a channel, as in `gain`, `shift`. */
interface BatchNormConstants {
  readonly positions: number;
  readonly inputRows: number;
}

/** `z = gain · (x − mean) / deviation + shift`; thread (channel · positions + p, row). */
export function batchNormSums(
  this: KernelThread<{ readonly positions: number }>,
  inputs: Matrix,
  gain: Matrix,
  shift: Matrix,
  statistics: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      inputs[this.constants.rows0]![0]! *
      gain[this.constants.rows1]![0]! *
      shift[this.constants.rows2]![0]! *
      statistics[this.constants.rows3]![0]!
    );
  const c = Math.floor((this.thread.x + 0.5) / this.constants.positions);
  const deviation = inputs[this.thread.y]![this.thread.x]! - statistics[0]![c]!;
  return (gain[0]![c]! * deviation) / statistics[1]![c]! + shift[0]![c]!;
}

/** `R_in = x · n · gain / deviation`. */
export function batchNormRewardOfInputs(
  this: KernelThread<{ readonly positions: number }>,
  inputs: Matrix,
  normed: Matrix,
  gain: Matrix,
  statistics: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      inputs[this.constants.rows0]![0]! *
      normed[this.constants.rows1]![0]! *
      gain[this.constants.rows2]![0]! *
      statistics[this.constants.rows3]![0]!
    );
  const c = Math.floor((this.thread.x + 0.5) / this.constants.positions);
  const share = inputs[this.thread.y]![this.thread.x]! * normed[this.thread.y]![this.thread.x]!;
  return (share * gain[0]![c]!) / statistics[1]![c]!;
}

/** `f_gain = |gain| · Σ n · (x − mean) / deviation` over rows and positions; thread (channel, 0). */
export function gainFeedback(
  this: KernelThread<BatchNormConstants>,
  inputs: Matrix,
  normed: Matrix,
  gain: Matrix,
  statistics: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      inputs[this.constants.rows0]![0]! *
      normed[this.constants.rows1]![0]! *
      gain[this.constants.rows2]![0]! *
      statistics[this.constants.rows3]![0]!
    );
  let sum = 0;
  for (let r = 0; r < this.constants.inputRows; r++)
    for (let p = 0; p < this.constants.positions; p++) {
      const at = this.thread.x * this.constants.positions + p;
      sum += normed[r]![at]! * (inputs[r]![at]! - statistics[0]![this.thread.x]!);
    }
  return (Math.abs(gain[0]![this.thread.x]!) * sum) / statistics[1]![this.thread.x]!;
}
