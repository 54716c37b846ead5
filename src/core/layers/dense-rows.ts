/**
 * Weighted sums of a dense layer in the exchange layout: `z[r,j] = Σᵢ x[r,i] · weights[j,i] + bias[j]`.
 *
 * @param inputs  x, `[rows × fanIn]`.
 * @param weights `[fanOut × fanIn]`, (out, in).
 * @param bias    `[fanOut]`.
 * @returns A new array, `[rows × fanOut]`.
 */
export function denseRows(
  inputs: Float64Array,
  weights: Float64Array,
  bias: Float64Array | undefined,
  fanIn: number,
): Float64Array {
  const rows = inputs.length / fanIn;
  const fanOut = weights.length / fanIn;
  const sums = new Float64Array(rows * fanOut);
  for (let r = 0; r < rows; r++) {
    const from = r * fanIn;
    for (let j = 0; j < fanOut; j++) {
      const row = j * fanIn;
      let sum = 0;
      for (let i = 0; i < fanIn; i++) sum += inputs[from + i]! * weights[row + i]!;
      sums[r * fanOut + j] = bias ? sum + bias[j]! : sum;
    }
  }
  return sums;
}

/**
 * Sends an error back through a dense layer: `e[r,i] = Σⱼ error[r,j] · weights[j,i]`.
 *
 * @param error `[rows × fanOut]`. @param weights `[fanOut × fanIn]`, (out, in).
 * @returns A new array, `[rows × fanIn]`.
 */
export function denseRowsBack(error: Float64Array, weights: Float64Array, fanOut: number): Float64Array {
  const rows = error.length / fanOut;
  const fanIn = weights.length / fanOut;
  const sent = new Float64Array(rows * fanIn);
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < fanOut; j++) {
      const e = error[r * fanOut + j]!;
      if (e === 0) continue;
      for (let i = 0; i < fanIn; i++) sent[r * fanIn + i]! += e * weights[j * fanIn + i]!;
    }
  return sent;
}

/**
 * Scaled sum of outer products, what a weight matrix learns from a batch: `w[j,i] = scale · Σᵣ error[r,j] · inputs[r,i]`.
 *
 * @param error `[rows × fanOut]`. @param inputs `[rows × fanIn]`.
 * @returns A new array, `[fanOut × fanIn]`.
 */
export function outerSum(error: Float64Array, inputs: Float64Array, fanOut: number, scale: number): Float64Array {
  const rows = error.length / fanOut;
  const fanIn = inputs.length / rows;
  const total = new Float64Array(fanOut * fanIn);
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < fanOut; j++) {
      const e = scale * error[r * fanOut + j]!;
      if (e === 0) continue;
      for (let i = 0; i < fanIn; i++) total[j * fanIn + i]! += e * inputs[r * fanIn + i]!;
    }
  return total;
}

/** Scaled sum over rows, what a bias learns from a batch: `b[j] = scale · Σᵣ error[r,j]`. */
export function rowSum(error: Float64Array, fanOut: number, scale: number): Float64Array {
  return outerSum(error, new Float64Array(error.length / fanOut).fill(1), fanOut, scale);
}
