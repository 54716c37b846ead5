import type { KernelThread, Matrix } from './kernel-thread.js';

/**
 * The gradient's place is taken by `g = weightDecay · θ − clip · f`. `course` is one row of numbers that change from
 * step to step: `[clip, rate, deviation]`.
 */
interface DecayConstants {
  readonly weightDecay: number;
}

/** SGD, first step: `m = g`. */
export function firstVelocity(
  this: KernelThread<DecayConstants>,
  parameters: Matrix,
  feedback: Matrix,
  course: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      parameters[this.constants.rows0]![0]! * feedback[this.constants.rows1]![0]! * course[this.constants.rows2]![0]!
    );
  const pull = course[0]![0]! * feedback[this.thread.y]![this.thread.x]!;
  return this.constants.weightDecay * parameters[this.thread.y]![this.thread.x]! - pull;
}

/** SGD: `m' = momentum · m + g`. */
export function nextVelocity(
  this: KernelThread<DecayConstants & { readonly momentum: number }>,
  parameters: Matrix,
  feedback: Matrix,
  course: Matrix,
  velocity: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      parameters[this.constants.rows0]![0]! *
      feedback[this.constants.rows1]![0]! *
      course[this.constants.rows2]![0]! *
      velocity[this.constants.rows3]![0]!
    );
  const pull = course[0]![0]! * feedback[this.thread.y]![this.thread.x]!;
  const gradient = this.constants.weightDecay * parameters[this.thread.y]![this.thread.x]! - pull;
  return this.constants.momentum * velocity[this.thread.y]![this.thread.x]! + gradient;
}

/** SGD: `θ' = θ − rate · m`. */
export function movedByVelocity(this: KernelThread, parameters: Matrix, velocity: Matrix, course: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return (
      parameters[this.constants.rows0]![0]! * velocity[this.constants.rows1]![0]! * course[this.constants.rows2]![0]!
    );
  return parameters[this.thread.y]![this.thread.x]! - course[0]![1]! * velocity[this.thread.y]![this.thread.x]!;
}

/** Adam: `m' = kept · m + fresh · g`, kept = β₁, fresh = 1 − β₁. */
export function adamMean(
  this: KernelThread<DecayConstants & { readonly kept: number; readonly fresh: number }>,
  parameters: Matrix,
  feedback: Matrix,
  course: Matrix,
  mean: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      parameters[this.constants.rows0]![0]! *
      feedback[this.constants.rows1]![0]! *
      course[this.constants.rows2]![0]! *
      mean[this.constants.rows3]![0]!
    );
  const pull = course[0]![0]! * feedback[this.thread.y]![this.thread.x]!;
  const gradient = this.constants.weightDecay * parameters[this.thread.y]![this.thread.x]! - pull;
  return this.constants.kept * mean[this.thread.y]![this.thread.x]! + this.constants.fresh * gradient;
}

/** Adam: `v' = kept · v + fresh · g²`, kept = β₂, fresh = 1 − β₂. */
export function adamSquare(
  this: KernelThread<DecayConstants & { readonly kept: number; readonly fresh: number }>,
  parameters: Matrix,
  feedback: Matrix,
  course: Matrix,
  square: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      parameters[this.constants.rows0]![0]! *
      feedback[this.constants.rows1]![0]! *
      course[this.constants.rows2]![0]! *
      square[this.constants.rows3]![0]!
    );
  const pull = course[0]![0]! * feedback[this.thread.y]![this.thread.x]!;
  const gradient = this.constants.weightDecay * parameters[this.thread.y]![this.thread.x]! - pull;
  return this.constants.kept * square[this.thread.y]![this.thread.x]! + this.constants.fresh * gradient * gradient;
}

/** Adam: `θ' = θ − rate · m / (√v / deviation + epsilon)`. */
export function movedByAdam(
  this: KernelThread<{ readonly epsilon: number }>,
  parameters: Matrix,
  mean: Matrix,
  square: Matrix,
  course: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      parameters[this.constants.rows0]![0]! *
      mean[this.constants.rows1]![0]! *
      square[this.constants.rows2]![0]! *
      course[this.constants.rows3]![0]!
    );
  const spread = Math.sqrt(square[this.thread.y]![this.thread.x]!) / course[0]![2]! + this.constants.epsilon;
  return parameters[this.thread.y]![this.thread.x]! - (course[0]![1]! * mean[this.thread.y]![this.thread.x]!) / spread;
}
