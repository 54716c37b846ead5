import type { KernelThread, Matrix } from './kernel-thread.js';

/** `R = always + perOutput ⊙ output + last`, the last only from row `lastFrom` on; the first three have `[batch]` rows. */
export function rewardOfOutputs(
  this: KernelThread<{ readonly batch: number; readonly lastFrom: number }>,
  always: Matrix,
  perOutput: Matrix,
  last: Matrix,
  output: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      always[this.constants.rows0]![0]! *
      perOutput[this.constants.rows1]![0]! *
      last[this.constants.rows2]![0]! *
      output[this.constants.rows3]![0]!
    );
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let end = 0;
  if (this.thread.y >= this.constants.lastFrom) end = last[sample]![this.thread.x]!;
  const share = perOutput[sample]![this.thread.x]! * output[this.thread.y]![this.thread.x]!;
  return always[sample]![this.thread.x]! + share + end;
}

/** `n = R / s(z)`, `s(z) = z + epsilon` for z >= 0, `z − epsilon` below; 0 where R is 0. */
export function normedReward(this: KernelThread<{ readonly epsilon: number }>, reward: Matrix, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return reward[this.constants.rows0]![0]! * sums[this.constants.rows1]![0]!;
  const z = sums[this.thread.y]![this.thread.x]!;
  let divisor = z - this.constants.epsilon;
  if (z >= 0) divisor = z + this.constants.epsilon;
  return reward[this.thread.y]![this.thread.x]! / divisor;
}
