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

/**
 * Adds what a batch does to every pre-activation: `target[j,i] += scale · Σ_b error[b,j] · K[i, index_b]`.
 *
 * Changes `target` in place. Unit by unit, so that units whose gate was closed (error 0) cost nothing, and four columns
 * a turn, so that the target is read and written once for four products.
 *
 * @param target  `[hidden × samples]`.
 * @param columns The batch's columns of K, `[batch][samples]`; a repeated sample appears as often as it counts.
 * @param error   `[batch × hidden]`.
 */
export function addKernelColumns(
  target: Float64Array,
  columns: readonly Float64Array[],
  error: Float64Array,
  scale: number,
): void {
  const hidden = error.length / columns.length;
  const samples = target.length / hidden;
  const factors = new Float64Array(columns.length);
  const active = columns.slice();
  for (let j = 0; j < hidden; j++) {
    let count = 0;
    for (let b = 0; b < columns.length; b++) {
      const e = error[b * hidden + j]!;
      if (e === 0) continue;
      factors[count] = scale * e;
      active[count++] = columns[b]!;
    }
    const unit = target.subarray(j * samples, (j + 1) * samples);
    let b = 0;
    for (; b + 4 <= count; b += 4) {
      const [k0, k1, k2, k3] = [active[b]!, active[b + 1]!, active[b + 2]!, active[b + 3]!];
      addFour(unit, k0, k1, k2, k3, factors[b]!, factors[b + 1]!, factors[b + 2]!, factors[b + 3]!);
    }
    for (; b < count; b++) addOne(unit, active[b]!, factors[b]!);
  }
}

function addFour(
  unit: Float64Array,
  k0: Float64Array,
  k1: Float64Array,
  k2: Float64Array,
  k3: Float64Array,
  f0: number,
  f1: number,
  f2: number,
  f3: number,
): void {
  const samples = unit.length;
  for (let i = 0; i < samples; i++) unit[i]! += f0 * k0[i]! + f1 * k1[i]! + f2 * k2[i]! + f3 * k3[i]!;
}

function addOne(unit: Float64Array, column: Float64Array, factor: number): void {
  const samples = unit.length;
  for (let i = 0; i < samples; i++) unit[i]! += factor * column[i]!;
}
