/**
 * The value below which a share of the sample lies, interpolated linearly between neighbours (as NumPy does):
 * `x[⌊h⌋] + (h − ⌊h⌋) · (x[⌈h⌉] − x[⌊h⌋])` with `h = (n − 1) · share` in the sorted sample.
 *
 * @param values In any order; untouched.
 * @param share  0..1; 0.5 is the median.
 * @throws RangeError for no values, a value that is not finite, or a share outside 0..1.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('quantile: expected at least 1 value, got 0');
  if (!(share >= 0 && share <= 1)) throw new RangeError(`quantile: expected a share in 0..1, got ${share}`);
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new RangeError(`quantile: expected finite values, got ${odd}`);
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
