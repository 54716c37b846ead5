import type { InputRows } from './input-rows.js';

/**
 * A layer of weights seen as the linear map `z = x W + b`: all that a feedback rule needs to know of it.
 *
 * Sums are `[rows × units]`. Weights are stored input-major, `[fanIn × fanOut]` (convolution:
 * `[channels × kernel height × kernel width × maps]`), so that an active input adds one contiguous row and a silent one
 * costs nothing. Every function returns a new array and leaves its arguments untouched.
 */
export interface LinearMap {
  /** `z = x W + b`. */
  readonly sums: (inputs: InputRows, weights: Float64Array, bias: Float64Array | undefined) => Float64Array;
  /** The adjoint, masked: `inputs ⊙ (n Wᵀ)`, shaped as the inputs; 0 where they are silent. */
  readonly toInputs: (normed: Float64Array, inputs: InputRows, weights: Float64Array) => Float64Array;
  /** `Σ_rows xᵀ n`, shaped as the weights. Visits pairs in which both sides are not 0. */
  readonly toWeights: (normed: Float64Array, inputs: InputRows) => Float64Array;
  /** `Σ_rows n`, shaped as the bias. */
  readonly toBias: (normed: Float64Array, rows: number) => Float64Array;
  /** Number of (active input, synapse) pairs: the multiply-adds that an event-driven machine does. */
  readonly synapticOperations: (inputs: InputRows) => number;
}
