/**
 * A layer of weights seen as the linear map `z = x W + b`: all that a feedback rule needs to know of it.
 *
 * Inputs are `[rows × fanIn]` (for a convolution `[rows × channels · height · width]`), sums `[rows × units]`. Weights
 * are stored input-major, `[fanIn × fanOut]` (convolution: `[channels × kernel height × kernel width × maps]`), so that
 * an active input adds one contiguous row and a silent one costs nothing. Every function returns a new array and leaves
 * its arguments untouched.
 */
export interface LinearMap {
  /** `z = x W + b`. Silent inputs (0) are skipped. */
  readonly sums: (
    inputs: Float64Array,
    rows: number,
    weights: Float64Array,
    bias: Float64Array | undefined,
  ) => Float64Array;
  /** The adjoint, masked: `inputs ⊙ (n Wᵀ)`. Only where the input is not 0, because the product is 0 elsewhere. */
  readonly toInputs: (normed: Float64Array, inputs: Float64Array, rows: number, weights: Float64Array) => Float64Array;
  /** `Σ_rows xᵀ n`, shaped as the weights. Visits pairs in which both sides are not 0. */
  readonly toWeights: (normed: Float64Array, inputs: Float64Array, rows: number) => Float64Array;
  /** `Σ_rows n`, shaped as the bias. */
  readonly toBias: (normed: Float64Array, rows: number) => Float64Array;
  /** Number of (non-zero input, synapse) pairs: the multiply-adds that an event-driven machine does. */
  readonly synapticOperations: (inputs: Float64Array, rows: number) => number;
}
