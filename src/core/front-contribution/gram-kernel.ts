/**
 * Inner products of the training samples, `K[i,k] = ⟨xᵢ, xₖ⟩ + biasShare`. Stored whole, `[samples × samples]`: a row is
 * a column and lies in one piece.
 */
export interface GramKernel {
  readonly samples: number;
  /** What a hidden bias adds: its rate as a multiple of the weights' rate; 0 without hidden biases that learn. */
  readonly biasShare: number;
  readonly values: Float64Array;
}

/** One row of K, `[samples]`, a new array. @param inputs X, `[samples × width]`. */
export function kernelRow(inputs: Float64Array, width: number, biasShare: number, sample: number): Float64Array {
  const row = new Float64Array(inputs.length / width);
  fillKernelRow(row, row.length, inputs, width, biasShare, sample);
  return row;
}

/**
 * K of a training set. It depends on the inputs alone, so runs on the same data may share one.
 *
 * @param inputs X, `[samples × width]`.
 * @returns A new array of samples² values.
 */
export function gramKernel(inputs: Float64Array, width: number, biasShare: number): GramKernel {
  const samples = inputs.length / width;
  const values = new Float64Array(samples * samples);
  for (let sample = 0; sample < samples; sample++) {
    const row = values.subarray(sample * samples, (sample + 1) * samples);
    fillKernelRow(row, sample + 1, inputs, width, biasShare, sample);
    for (let k = 0; k < sample; k++) values[k * samples + sample] = row[k]!;
  }
  return { samples, biasShare, values };
}

/** Fills the first `count` values of a row of K; four sums a turn, so that none waits for its own last addition. */
function fillKernelRow(
  row: Float64Array,
  count: number,
  inputs: Float64Array,
  width: number,
  biasShare: number,
  sample: number,
): void {
  const x = inputs.subarray(sample * width, (sample + 1) * width);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = k * width;
    let [sum0, sum1, sum2, sum3] = [biasShare, biasShare, biasShare, biasShare];
    for (let i = 0; i < width; i++) {
      const value = x[i]!;
      sum0 += value * inputs[at + i]!;
      sum1 += value * inputs[at + width + i]!;
      sum2 += value * inputs[at + 2 * width + i]!;
      sum3 += value * inputs[at + 3 * width + i]!;
    }
    row[k] = sum0;
    row[k + 1] = sum1;
    row[k + 2] = sum2;
    row[k + 3] = sum3;
  }
  for (; k < count; k++) {
    let sum = biasShare;
    for (let i = 0; i < width; i++) sum += x[i]! * inputs[k * width + i]!;
    row[k] = sum;
  }
}
