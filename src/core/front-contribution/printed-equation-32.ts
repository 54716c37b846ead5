// This file reproduces equation 5/32 of the paper as it is printed, and the printed equation is WRONG: use basis-form.ts.

import { requireFinite, requirePositive, requireShape } from '../check-numbers.js';

/** State of technique (iii) as printed: it belongs to one input. One output, no biases, ReLU. */
export interface PrintedState {
  /** s = w₁ x₁ + w₂ x₂ of the current input, `[hidden]`. */
  readonly sum: Float64Array;
  /** S = w₁ x₁ − w₂ x₂ of the current input, `[hidden]`. */
  readonly difference: Float64Array;
  /** w, output weights, `[hidden]`. */
  readonly weights: Float64Array;
}

/**
 * State for a first input; up to here nothing is wrong.
 *
 * @param hiddenWeights `[hidden × 2]` (out, in). @param weights `[hidden]`. @param first x, `[2]`.
 * @throws RangeError when a shape or a value is wrong.
 */
export function startAsPrinted(hiddenWeights: Float64Array, weights: Float64Array, first: Float64Array): PrintedState {
  requireShape('hidden weights', hiddenWeights, { hidden: weights.length, inputs: 2 });
  requireShape('input', first, { inputs: 2 });
  for (const [what, values] of Object.entries({ hiddenWeights, weights, first })) requireFinite(what, values);
  const part = (sign: number) =>
    weights.map((_, j) => hiddenWeights[2 * j]! * first[0]! + sign * hiddenWeights[2 * j + 1]! * first[1]!);
  return { sum: part(1), difference: part(-1), weights: weights.slice() };
}

/**
 * One step on ½ (y − target)² in the sequential order, then the printed change to the next input x⁺:
 *
 *     s⁺ = (s + S)/2 · x₁⁺ + (s − S)/2 · x₂⁺
 *
 * (s + S)/2 is w₁ x₁ and not w₁: the print forgot to divide by the components of the current input, so it holds only
 * where these are 1, in practice for the input (1, 1) alone.
 *
 * @param input The current input, `[2]`. @param next The input of the next step, `[2]`.
 * @returns `output`: y before the update; `state`: new, the arguments are untouched.
 * @throws RangeError when a shape or a value is wrong.
 * @see Mishra & Arunkumar, "Front Contribution instead of Back Propagation", eqs. 5 and 32.
 */
export function stepAsPrinted(
  before: PrintedState,
  input: Float64Array,
  target: number,
  next: Float64Array,
  lr: number,
): { readonly output: number; readonly state: PrintedState } {
  requireShape('input', input, { inputs: 2 });
  requireShape('next input', next, { inputs: 2 });
  requireFinite('inputs and target', Float64Array.of(...input, ...next, target));
  requirePositive('learning rate', lr);
  const active = before.sum.map((s) => Math.max(s, 0));
  const output = active.reduce((y, v, j) => y + v * before.weights[j]!, 0);
  const push = lr * (output - target);
  const weights = before.weights.map((w, j) => w - push * active[j]!);
  const [x1, x2] = [input[0]! ** 2, input[1]! ** 2];
  const moved = (part: Float64Array, growth: number) =>
    part.map((s, j) => (active[j]! > 0 ? s - push * weights[j]! * growth : s));
  const sum = moved(before.sum, x1 + x2);
  const difference = moved(before.difference, x1 - x2);
  const printed = (sign: number) =>
    sum.map((s, j) => {
      const other = difference[j]!;
      return ((s + other) / 2) * next[0]! + ((sign * (s - other)) / 2) * next[1]!;
    });
  return { output, state: { sum: printed(1), difference: printed(-1), weights } };
}
