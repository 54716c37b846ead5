import type { KernelThread, Matrix } from './kernel-thread.js';

/** `max(v, 0)`. */
export function positivePart(this: KernelThread, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  return Math.max(values[this.thread.y]![this.thread.x]!, 0);
}

/** `min(v, 0)`. */
export function negativePart(this: KernelThread, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  return Math.min(values[this.thread.y]![this.thread.x]!, 0);
}

/** `v + gamma · max(v, 0)`. */
export function positiveFavoured(this: KernelThread<{ readonly gamma: number }>, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  const value = values[this.thread.y]![this.thread.x]!;
  return value + this.constants.gamma * Math.max(value, 0);
}

/** `v + gamma · min(v, 0)`. */
export function negativeFavoured(this: KernelThread<{ readonly gamma: number }>, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  const value = values[this.thread.y]![this.thread.x]!;
  return value + this.constants.gamma * Math.min(value, 0);
}

/** The normed reward where the sum is above 0, else 0. */
export function whereSumPositive(this: KernelThread, normed: Matrix, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return normed[this.constants.rows0]![0]! * sums[this.constants.rows1]![0]!;
  let kept = 0;
  if (sums[this.thread.y]![this.thread.x]! > 0) kept = normed[this.thread.y]![this.thread.x]!;
  return kept;
}

/** The normed reward where the sum is below 0, else 0. */
export function whereSumNegative(this: KernelThread, normed: Matrix, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return normed[this.constants.rows0]![0]! * sums[this.constants.rows1]![0]!;
  let kept = 0;
  if (sums[this.thread.y]![this.thread.x]! < 0) kept = normed[this.thread.y]![this.thread.x]!;
  return kept;
}

/** `alpha · a − beta · b`. */
export function weighedAgainst(
  this: KernelThread<{ readonly alpha: number; readonly beta: number }>,
  a: Matrix,
  b: Matrix,
): number {
  if (this.thread.y === this.constants.rows) return a[this.constants.rows0]![0]! * b[this.constants.rows1]![0]!;
  const lowering = this.constants.beta * b[this.thread.y]![this.thread.x]!;
  return this.constants.alpha * a[this.thread.y]![this.thread.x]! - lowering;
}

/** `times · v`. */
export function scaled(this: KernelThread<{ readonly times: number }>, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  return this.constants.times * values[this.thread.y]![this.thread.x]!;
}

/** `times · v³`. */
export function cubed(this: KernelThread<{ readonly times: number }>, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  const value = values[this.thread.y]![this.thread.x]!;
  return this.constants.times * value * value * value;
}

/** Oja: `f = |θ| · (g − ρ · θ)`, `ρ = cubes / sums` where sums is not 0, else cubes. */
export function ojaFeedback(
  this: KernelThread,
  parameters: Matrix,
  growth: Matrix,
  cubes: Matrix,
  sums: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      parameters[this.constants.rows0]![0]! *
      growth[this.constants.rows1]![0]! *
      cubes[this.constants.rows2]![0]! *
      sums[this.constants.rows3]![0]!
    );
  const parameter = parameters[this.thread.y]![this.thread.x]!;
  let decay = cubes[this.thread.y]![this.thread.x]!;
  if (sums[this.thread.y]![this.thread.x]! !== 0) decay = decay / sums[this.thread.y]![this.thread.x]!;
  return Math.abs(parameter) * (growth[this.thread.y]![this.thread.x]! - decay * parameter);
}
