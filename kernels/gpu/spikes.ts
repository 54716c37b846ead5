import type { KernelThread, Matrix } from './kernel-thread.js';

interface FiringConstants {
  readonly batch: number;
  /** As in the membrane kernels: the batch, or 0 for a constant current. */
  readonly stride: number;
  readonly decay: number;
  readonly threshold: number;
}

/** `s = H(v' − threshold)`: with a reset delay, or without reset, the membrane after the step is what was compared. */
export function spikesOfVoltages(this: KernelThread<{ readonly threshold: number }>, voltages: Matrix): number {
  if (this.thread.y === this.constants.rows) return voltages[this.constants.rows0]![0]!;
  let spike = 0;
  if (voltages[this.thread.y]![this.thread.x]! - this.constants.threshold > 0) spike = 1;
  return spike;
}

/** `s = H(m − threshold)`, `m = decay · v + I − H(v − threshold) · threshold`, v being the membrane before the step. */
export function spikesSubtractAtOnce(
  this: KernelThread<FiringConstants>,
  sums: Matrix,
  voltages: Matrix,
  before: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return sums[this.constants.rows0]![0]! * voltages[this.constants.rows1]![0]! * before[this.constants.rows2]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let voltage = 0;
  if (step > 0) voltage = voltages[this.thread.y - this.constants.batch]![this.thread.x]!;
  else voltage = before[sample]![this.thread.x]!;
  let pending = 0;
  if (voltage - this.constants.threshold > 0) pending = this.constants.threshold;
  voltage = this.constants.decay * voltage + sums[sample + step * this.constants.stride]![this.thread.x]! - pending;
  let spike = 0;
  if (voltage - this.constants.threshold > 0) spike = 1;
  return spike;
}

/** `s = H(m − threshold)`, m = 0 where v stood above the threshold, else `decay · v + I`. */
export function spikesZeroAtOnce(
  this: KernelThread<FiringConstants>,
  sums: Matrix,
  voltages: Matrix,
  before: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return sums[this.constants.rows0]![0]! * voltages[this.constants.rows1]![0]! * before[this.constants.rows2]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let voltage = 0;
  if (step > 0) voltage = voltages[this.thread.y - this.constants.batch]![this.thread.x]!;
  else voltage = before[sample]![this.thread.x]!;
  if (voltage - this.constants.threshold > 0) voltage = 0;
  else voltage = this.constants.decay * voltage + sums[sample + step * this.constants.stride]![this.thread.x]!;
  let spike = 0;
  if (voltage - this.constants.threshold > 0) spike = 1;
  return spike;
}
