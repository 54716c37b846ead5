import type { InputRows } from '../layers/input-rows.js';
import type { LinearMap } from '../layers/linear-map.js';

/** One weighted layer during feedback. Rows are samples, or steps times samples. */
export interface WeightedLayer {
  readonly map: LinearMap;
  readonly weights: Float64Array;
  readonly bias: Float64Array | undefined;
  readonly inputs: InputRows;
  /** z of the forward pass. */
  readonly sums: Float64Array;
  /** n, shaped as the sums: R / s(z) for static units; for spiking neurons it comes from the membrane. */
  readonly normed: Float64Array;
  /** R, reward of the sums, shaped as the sums: what arrived for static units; `n ⊙ z` for spiking neurons. */
  readonly reward: Float64Array;
}

/** Feedback of one weighted layer: the direction in which its parameters should grow, summed over the rows. */
export interface WeightedFeedback {
  readonly weights: Float64Array;
  readonly bias: Float64Array | undefined;
  /** Reward of each input, shaped as the inputs; only when asked for. */
  readonly inputs: Float64Array | undefined;
}

/** Feedback scaled by the parameter's own magnitude, `|θ| ⊙ g`. */
export function scaledByMagnitude(parameters: Float64Array, growth: Float64Array): Float64Array {
  const feedback = new Float64Array(growth.length);
  for (let k = 0; k < feedback.length; k++) feedback[k] = Math.abs(parameters[k]!) * growth[k]!;
  return feedback;
}
