import type { KernelThread, Matrix } from './kernel-thread.js';

/**
 * What drives neurons that currents are injected into: `I_t = uncut · z_t + current_t`. `uncut` is one row, 0 for units
 * whose sums are left out. `stride` is the batch, or 0 for sums that are the same at every step.
 */
export function stimulatedSums(
  this: KernelThread<{ readonly batch: number; readonly stride: number }>,
  sums: Matrix,
  currents: Matrix,
  uncut: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return sums[this.constants.rows0]![0]! * currents[this.constants.rows1]![0]! * uncut[this.constants.rows2]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const row = this.thread.y - step * this.constants.batch + step * this.constants.stride;
  return uncut[0]![this.thread.x]! * sums[row]![this.thread.x]! + currents[this.thread.y]![this.thread.x]!;
}

/** What units have, or earn, that are not cut; 0 for those that are. `uncut` is one row. */
export function withoutCut(this: KernelThread, values: Matrix, uncut: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return values[this.constants.rows0]![0]! * uncut[this.constants.rows1]![0]!;
  return uncut[0]![this.thread.x]! * values[this.thread.y]![this.thread.x]!;
}
