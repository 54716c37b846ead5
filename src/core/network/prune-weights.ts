/**
 * Weights without the smallest ones: the `⌊fraction · n⌋` of least magnitude are 0; of equal ones the first.
 *
 * @param fraction Share to drop, 0..1.
 * @returns A new array.
 */
export function withoutSmallest(weights: Float64Array, fraction: number): Float64Array {
  const order = Uint32Array.from(weights, (_, k) => k).sort(
    (a, b) => Math.abs(weights[a]!) - Math.abs(weights[b]!) || a - b,
  );
  const kept = weights.slice();
  for (const k of order.subarray(0, Math.floor(fraction * weights.length))) kept[k] = 0;
  return kept;
}

/** Share of weights that are exactly 0, over all layers; 0 where there is none. */
export function zeroShare(layers: readonly Float64Array[]): number {
  let zeros = 0;
  let count = 0;
  for (const weights of layers) {
    count += weights.length;
    for (let k = 0; k < weights.length; k++) if (weights[k] === 0) zeros++;
  }
  return count === 0 ? 0 : zeros / count;
}
