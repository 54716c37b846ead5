import type { InputRows } from '../layers/input-rows.js';
import type { LinearMap } from '../layers/linear-map.js';

/** One weighted layer during the feedback of a chunk. Rows are samples, or steps times samples. */
export interface WeightedLayer {
  readonly map: LinearMap;
  readonly weights: Float64Array;
  readonly bias: Float64Array | undefined;
  readonly inputs: InputRows;
  /** z of the forward pass, `[rows × units]`. */
  readonly sums: Float64Array;
  /** Steps that each row stands for: 1, or the chunk's steps when the inputs are constant. */
  readonly stepsPerRow: number;
  /** n, shaped as the sums: R / s(z) for static units; for spiking neurons it comes from the membrane. */
  readonly normed: () => Float64Array;
  /** R, reward of the sums, shaped as the sums: what arrived for static units; `n ⊙ z` for spiking neurons. */
  readonly reward: () => Float64Array;
}

/** What a rule makes of one chunk; sums over rows, so that chunks of a presentation simply add up. New arrays. */
export interface WeightedFeedback {
  /** By name: `weight`, `bias`, and sums that a rule needs beside them, `weight/cubes` … */
  readonly tensors: Readonly<Record<string, Float64Array>>;
  /** Reward of each input, shaped as the inputs; only when asked for. */
  readonly inputs: Float64Array | undefined;
}

/** Feedback scaled by the parameter's own magnitude, `|θ| ⊙ g`. A new array. */
export function scaledByMagnitude(parameters: Float64Array, growth: Float64Array): Float64Array {
  const feedback = new Float64Array(growth.length);
  for (let k = 0; k < feedback.length; k++) feedback[k] = Math.abs(parameters[k]!) * growth[k]!;
  return feedback;
}

/** The tensors of a layer that may have no bias. */
export function withBias(weight: Float64Array, bias: Float64Array | undefined): Readonly<Record<string, Float64Array>> {
  return bias ? { weight, bias } : { weight };
}
