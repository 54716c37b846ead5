/** The positive part max(v, 0), elementwise. */
export function positivePart(values: Float64Array): Float64Array {
  return values.map((v) => Math.max(v, 0));
}

/** The negative part min(v, 0), elementwise. */
export function negativePart(values: Float64Array): Float64Array {
  return values.map((v) => Math.min(v, 0));
}

/** Elementwise sum of arrays of one length. */
export function added(first: Float64Array, ...others: readonly Float64Array[]): Float64Array {
  return first.map((v, k) => others.reduce((sum, other) => sum + other[k]!, v));
}
