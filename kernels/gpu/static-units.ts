import type { KernelThread, Matrix } from './kernel-thread.js';

/** Heaviside step: 1 above 0, else 0. */
export function stepUnits(this: KernelThread, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]!;
  let output = 0;
  if (sums[this.thread.y]![this.thread.x]! > 0) output = 1;
  return output;
}

/** 1 above 0, else −1. */
export function signUnits(this: KernelThread, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]!;
  let output = 0;
  if (sums[this.thread.y]![this.thread.x]! > 0) output = 2;
  return output - 1;
}

/** `max(z, 0)`. */
export function reluUnits(this: KernelThread, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]!;
  return Math.max(sums[this.thread.y]![this.thread.x]!, 0);
}

/** z above 0, else `slope · z`. */
export function leakyReluUnits(this: KernelThread<{ readonly slope: number }>, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]!;
  const z = sums[this.thread.y]![this.thread.x]!;
  if (z > 0) return z;
  return this.constants.slope * z;
}

/** Hyperbolic tangent; held at ±15, where it is ±1 in float32, because some drivers overflow beyond. */
export function tanhUnits(this: KernelThread, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]!;
  const z = Math.min(sums[this.thread.y]![this.thread.x]!, 15);
  return Math.tanh(Math.max(z, 0 - 15));
}

/** `1 / (1 + e^−z)`; held at ±80, where e^z is still a float32. */
export function sigmoidUnits(this: KernelThread, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]!;
  const z = Math.max(Math.min(sums[this.thread.y]![this.thread.x]!, 80), 0 - 80);
  return 1 / (1 + Math.exp(0 - z));
}

/** `z · sigmoid(z)`. */
export function siluUnits(this: KernelThread, sums: Matrix): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]!;
  const z = sums[this.thread.y]![this.thread.x]!;
  return z / (1 + Math.exp(0 - Math.max(Math.min(z, 80), 0 - 80)));
}
