/** The largest value; a spread call would overflow the stack for rows of 10⁵ values. */
export function largest(values: Float64Array): number {
  return values.reduce((top, value) => Math.max(top, value), -Infinity);
}

/** Softmax of one row, shifted by its maximum so that it cannot overflow. */
export function softmax(outputs: Float64Array): Float64Array {
  const top = largest(outputs);
  const weights = outputs.map((o) => Math.exp(o - top));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}
