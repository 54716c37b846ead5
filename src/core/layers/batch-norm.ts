/** Parameters of a batch normalisation in inference form, one value a channel. */
export interface BatchNormTensors {
  readonly gain: Float64Array;
  readonly shift: Float64Array;
  /** Fixed statistics: mean and variance of each channel. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Keeps a variance of 0 from dividing. */
  readonly epsilon: number;
}

/**
 * `z = gain · x̂ + shift`, `x̂ = (x − mean) / √(variance + epsilon)`, per channel.
 *
 * @param inputs `[rows × channels · positions]`.
 */
export function batchNorm(inputs: Float64Array, positions: number, p: BatchNormTensors): Float64Array {
  const channels = p.gain.length;
  return inputs.map((x, k) => {
    const c = Math.floor(k / positions) % channels;
    return (p.gain[c]! * (x - p.mean[c]!)) / Math.sqrt(p.variance[c]! + p.epsilon) + p.shift[c]!;
  });
}

/**
 * Epsilon rule on the affine map: `R_in = x · n · gain / √(variance + epsilon)`, feedback of the gain
 * `|gain| · Σ n x̂`, of the shift `|shift| · Σ n`.
 *
 * @param normed n = R / s(z), shaped as the inputs.
 */
export function rewardThroughBatchNorm(
  normed: Float64Array,
  inputs: Float64Array,
  positions: number,
  p: BatchNormTensors,
): { readonly inputs: Float64Array; readonly gain: Float64Array; readonly shift: Float64Array } {
  const channels = p.gain.length;
  const gain = new Float64Array(channels);
  const shift = new Float64Array(channels);
  const sent = new Float64Array(inputs.length);
  for (let k = 0; k < inputs.length; k++) {
    const c = Math.floor(k / positions) % channels;
    const deviation = Math.sqrt(p.variance[c]! + p.epsilon);
    gain[c]! += (Math.abs(p.gain[c]!) * normed[k]! * (inputs[k]! - p.mean[c]!)) / deviation;
    shift[c]! += Math.abs(p.shift[c]!) * normed[k]!;
    sent[k] = (inputs[k]! * normed[k]! * p.gain[c]!) / deviation;
  }
  return { inputs: sent, gain, shift };
}

/**
 * The chain rule on the affine map, its statistics fixed: error of the input `e · gain / √(variance + epsilon)`, of the
 * gain `Σ e x̂`, of the shift `Σ e`.
 *
 * @param error e, shaped as the inputs.
 */
export function errorThroughBatchNorm(
  error: Float64Array,
  inputs: Float64Array,
  positions: number,
  p: BatchNormTensors,
): { readonly inputs: Float64Array; readonly gain: Float64Array; readonly shift: Float64Array } {
  const channels = p.gain.length;
  const gain = new Float64Array(channels);
  const shift = new Float64Array(channels);
  const sent = error.map((e, k) => {
    const c = Math.floor(k / positions) % channels;
    const deviation = Math.sqrt(p.variance[c]! + p.epsilon);
    gain[c]! += (e * (inputs[k]! - p.mean[c]!)) / deviation;
    shift[c]! += e;
    return (e * p.gain[c]!) / deviation;
  });
  return { inputs: sent, gain, shift };
}
