import type { ChunkConstants, KernelThread, Matrix } from './kernel-thread.js';

/** The values as they are: puts an array of the host, witness row included, on the device. */
export function copied(this: KernelThread, values: Matrix): number {
  return values[this.thread.y]![this.thread.x]!;
}

/** `a + b`. */
export function added(this: KernelThread, a: Matrix, b: Matrix): number {
  if (this.thread.y === this.constants.rows) return a[this.constants.rows0]![0]! * b[this.constants.rows1]![0]!;
  return a[this.thread.y]![this.thread.x]! + b[this.thread.y]![this.thread.x]!;
}

/** `a + b`, b being the same at every step: `[batch]` rows. */
export function addedToEveryStep(this: KernelThread<{ readonly batch: number }>, a: Matrix, b: Matrix): number {
  if (this.thread.y === this.constants.rows) return a[this.constants.rows0]![0]! * b[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  return a[this.thread.y]![this.thread.x]! + b[this.thread.y - step * this.constants.batch]![this.thread.x]!;
}

/** `a ⊙ b`. */
export function multiplied(this: KernelThread, a: Matrix, b: Matrix): number {
  return a[this.thread.y]![this.thread.x]! * b[this.thread.y]![this.thread.x]!;
}

/** The rows from `first` on. */
export function rowsFrom(this: KernelThread<{ readonly first: number }>, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  return values[this.thread.y + this.constants.first]![this.thread.x]!;
}

/** Sum over the steps, `[batch]` rows. */
export function summedOverSteps(this: KernelThread<ChunkConstants>, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  let sum = 0;
  for (let t = 0; t < this.constants.steps; t++)
    sum += values[this.thread.y + t * this.constants.batch]![this.thread.x]!;
  return sum;
}
