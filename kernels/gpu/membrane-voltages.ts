import type { KernelThread, Matrix } from './kernel-thread.js';

/**
 * A thread writes one number, so each thread (unit, step · batch + sample) runs its neuron from the chunk's first step
 * to its own: half the steps on average, each one multiplication, against a weighted sum of hundreds. One launch then
 * does a whole chunk. `sums` move on by `stride` rows a step: the batch, or 0 for a constant current.
 */
interface MembraneConstants {
  readonly batch: number;
  readonly stride: number;
  readonly decay: number;
  readonly threshold: number;
}

/** Membrane after each step: `v' = decay · v + I − H(v − threshold) · threshold`. */
export function voltagesSubtractDelayed(this: KernelThread<MembraneConstants>, sums: Matrix, before: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]! * before[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let voltage = before[sample]![this.thread.x]!;
  for (let t = 0; t <= step; t++) {
    let pending = 0;
    if (voltage - this.constants.threshold > 0) pending = this.constants.threshold;
    voltage = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]! - pending;
  }
  return voltage;
}

/** `m = decay · v + I − H(v − threshold) · threshold`; `v' = m − (H(m − threshold) − H(v − threshold)) · threshold`. */
export function voltagesSubtractAtOnce(this: KernelThread<MembraneConstants>, sums: Matrix, before: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]! * before[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let voltage = before[sample]![this.thread.x]!;
  for (let t = 0; t <= step; t++) {
    let pending = 0;
    if (voltage - this.constants.threshold > 0) pending = this.constants.threshold;
    voltage = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]! - pending;
    let reset = 0;
    if (voltage - this.constants.threshold > 0) reset = this.constants.threshold;
    voltage = voltage - (reset - pending);
  }
  return voltage;
}

/** `v' = 0` where v stood above the threshold, else `decay · v + I`. */
export function voltagesZeroDelayed(this: KernelThread<MembraneConstants>, sums: Matrix, before: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]! * before[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let voltage = before[sample]![this.thread.x]!;
  for (let t = 0; t <= step; t++) {
    if (voltage - this.constants.threshold > 0) voltage = 0;
    else voltage = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]!;
  }
  return voltage;
}

/** As {@link voltagesZeroDelayed}, and a charge above the threshold goes to 0 in its own step. */
export function voltagesZeroAtOnce(this: KernelThread<MembraneConstants>, sums: Matrix, before: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]! * before[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let voltage = before[sample]![this.thread.x]!;
  for (let t = 0; t <= step; t++) {
    if (voltage - this.constants.threshold > 0) voltage = 0;
    else voltage = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]!;
    if (voltage - this.constants.threshold > 0) voltage = 0;
  }
  return voltage;
}

/** `v' = decay · v + I`. */
export function voltagesWithoutReset(this: KernelThread<MembraneConstants>, sums: Matrix, before: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]! * before[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let voltage = before[sample]![this.thread.x]!;
  for (let t = 0; t <= step; t++)
    voltage = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]!;
  return voltage;
}
