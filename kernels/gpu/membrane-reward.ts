import type { ChunkConstants, KernelThread, Matrix } from './kernel-thread.js';

/**
 * Normed reward through a leaky membrane, last step first: `A_t = R_t + C_t`, `n_t = A_t / (D_t + epsilon)`,
 * `C_{t−1} = decay · n_t · v_t`. As in the forward kernels each thread (unit, step · batch + sample) runs the recursion
 * from the chunk's last step down to its own. `carried` is C of the last step, `[batch]` rows.
 */
interface RewardConstants extends ChunkConstants {
  readonly decay: number;
  readonly threshold: number;
  readonly epsilon: number;
  /** As in the membrane kernels: the batch, or 0 for a constant current. */
  readonly stride: number;
}

/** D of the authors, for subtractive resets: `|v| + |v' + H(v − threshold) · threshold − v|`. */
export function normedSubtract(
  this: KernelThread<RewardConstants>,
  reward: Matrix,
  voltages: Matrix,
  before: Matrix,
  carried: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      reward[this.constants.rows0]![0]! *
      voltages[this.constants.rows1]![0]! *
      before[this.constants.rows2]![0]! *
      carried[this.constants.rows3]![0]!
    );
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let memory = carried[sample]![this.thread.x]!;
  let share = 0;
  for (let k = 0; k < this.constants.steps - step; k++) {
    const t = this.constants.steps - 1 - k;
    const row = sample + t * this.constants.batch;
    const after = voltages[row]![this.thread.x]!;
    let voltage = before[sample]![this.thread.x]!;
    if (t > 0) voltage = voltages[row - this.constants.batch]![this.thread.x]!;
    let undone = 0;
    if (voltage - this.constants.threshold > 0) undone = this.constants.threshold;
    const moved = Math.abs(voltage) + Math.abs(after + undone - voltage);
    share = (reward[row]![this.thread.x]! + memory) / (moved + this.constants.epsilon);
    memory = this.constants.decay * share * voltage;
  }
  return share;
}

/** D where the reset is undone for good: `|v| + |decay · v + I − v|`. */
export function normedMoved(
  this: KernelThread<RewardConstants>,
  reward: Matrix,
  voltages: Matrix,
  before: Matrix,
  carried: Matrix,
  sums: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      reward[this.constants.rows0]![0]! *
      voltages[this.constants.rows1]![0]! *
      before[this.constants.rows2]![0]! *
      carried[this.constants.rows3]![0]! *
      sums[this.constants.rows4]![0]!
    );
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let memory = carried[sample]![this.thread.x]!;
  let share = 0;
  for (let k = 0; k < this.constants.steps - step; k++) {
    const t = this.constants.steps - 1 - k;
    const row = sample + t * this.constants.batch;
    let voltage = before[sample]![this.thread.x]!;
    if (t > 0) voltage = voltages[row - this.constants.batch]![this.thread.x]!;
    const charge = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]!;
    const moved = Math.abs(voltage) + Math.abs(charge - voltage);
    share = (reward[row]![this.thread.x]! + memory) / (moved + this.constants.epsilon);
    memory = this.constants.decay * share * voltage;
  }
  return share;
}

/** As {@link normedMoved}; where a reset to zero discarded the step's charge, nothing contributed and n is 0. */
export function normedUnlessDiscarded(
  this: KernelThread<RewardConstants>,
  reward: Matrix,
  voltages: Matrix,
  before: Matrix,
  carried: Matrix,
  sums: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      reward[this.constants.rows0]![0]! *
      voltages[this.constants.rows1]![0]! *
      before[this.constants.rows2]![0]! *
      carried[this.constants.rows3]![0]! *
      sums[this.constants.rows4]![0]!
    );
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let memory = carried[sample]![this.thread.x]!;
  let share = 0;
  for (let k = 0; k < this.constants.steps - step; k++) {
    const t = this.constants.steps - 1 - k;
    const row = sample + t * this.constants.batch;
    let voltage = before[sample]![this.thread.x]!;
    if (t > 0) voltage = voltages[row - this.constants.batch]![this.thread.x]!;
    const charge = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]!;
    const moved = Math.abs(voltage) + Math.abs(charge - voltage);
    share = (reward[row]![this.thread.x]! + memory) / (moved + this.constants.epsilon);
    if (voltage - this.constants.threshold > 0) share = 0;
    memory = this.constants.decay * share * voltage;
  }
  return share;
}

/** As {@link normedMoved}; n is 0 where `free` is: where an owed reset to zero discarded the step's charge. */
export function normedWhereFree(
  this: KernelThread<RewardConstants>,
  reward: Matrix,
  voltages: Matrix,
  before: Matrix,
  carried: Matrix,
  sums: Matrix,
  free: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      reward[this.constants.rows0]![0]! *
      voltages[this.constants.rows1]![0]! *
      before[this.constants.rows2]![0]! *
      carried[this.constants.rows3]![0]! *
      sums[this.constants.rows4]![0]! *
      free[this.constants.rows5]![0]!
    );
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let memory = carried[sample]![this.thread.x]!;
  let share = 0;
  for (let k = 0; k < this.constants.steps - step; k++) {
    const t = this.constants.steps - 1 - k;
    const row = sample + t * this.constants.batch;
    let voltage = before[sample]![this.thread.x]!;
    if (t > 0) voltage = voltages[row - this.constants.batch]![this.thread.x]!;
    const charge = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]!;
    const moved = Math.abs(voltage) + Math.abs(charge - voltage);
    const whole = (reward[row]![this.thread.x]! + memory) / (moved + this.constants.epsilon);
    share = whole * free[row]![this.thread.x]!;
    memory = this.constants.decay * share * voltage;
  }
  return share;
}

/** C handed to the chunk before: `decay · n₀ · v₀`, `[batch]` rows. */
export function carriedReward(this: KernelThread<{ readonly decay: number }>, normed: Matrix, before: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return normed[this.constants.rows0]![0]! * before[this.constants.rows1]![0]!;
  return this.constants.decay * normed[this.thread.y]![this.thread.x]! * before[this.thread.y]![this.thread.x]!;
}
