/** The largest value; a spread call would overflow the stack for rows of 10⁵ values. */
export function largest(values: Float64Array): number {
  return values.reduce((top, value) => Math.max(top, value), -Infinity);
}

/** Softmax of one row, shifted by its maximum so that it cannot overflow. */
export function softmax(outputs: Float64Array): Float64Array {
  return softmaxInto(outputs, 0, outputs.length, new Float64Array(outputs.length));
}

/** Softmax of the row of `width` values at `start`, written to the same place of `said`, which is returned. */
export function softmaxInto(outputs: Float64Array, start: number, width: number, said: Float64Array): Float64Array {
  const end = start + width;
  let top = -Infinity;
  for (let j = start; j < end; j++) top = Math.max(top, outputs[j]!);
  let total = 0;
  for (let j = start; j < end; j++) {
    const weight = Math.exp(outputs[j]! - top);
    said[j] = weight;
    total += weight;
  }
  for (let j = start; j < end; j++) said[j]! /= total;
  return said;
}
