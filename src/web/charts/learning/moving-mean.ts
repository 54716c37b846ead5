/**
 * Mean of each value and its neighbours: `meanᵢ = Σ valueⱼ / n` over `|j − i| <= (window − 1) / 2`, as far as there are
 * neighbours and they are numbers. Centred, so that a smoothed curve is not late.
 *
 * @param window Odd, >= 1; 1 leaves everything as it is.
 * @returns As many values; NaN where the value itself is NaN.
 */
export function movingMean(values: ArrayLike<number>, window: number): Float64Array {
  const reach = (window - 1) / 2;
  if (!(Number.isInteger(reach) && reach >= 0))
    throw new RangeError(`window: expected an odd integer >= 1, got ${window}`);
  const means = new Float64Array(values.length);
  let [sum, count] = [0, 0];
  const take = (index: number, sign: 1 | -1): void => {
    const value = values[index];
    if (value === undefined || Number.isNaN(value)) return;
    sum += sign * value;
    count += sign;
  };
  for (let k = 0; k < Math.min(reach, values.length); k++) take(k, 1);
  for (let k = 0; k < values.length; k++) {
    take(k + reach, 1);
    take(k - reach - 1, -1);
    means[k] = Number.isNaN(values[k]!) ? Number.NaN : sum / count;
  }
  return means;
}

/** The window, in points, that comes nearest to a number of batches. */
export function windowOf(batches: number, batchesPerPoint: number): number {
  return 2 * Math.round((batches / batchesPerPoint - 1) / 2) + 1;
}

/**
 * What is drawn of batches, in words: `off`, `mean of 9 batches`, or `mean of 4 to 16 batches` where runs were thinned
 * differently.
 *
 * @param batches         Batches that somebody wants each point to go over.
 * @param batchesPerPoint Of each run; at least one.
 */
export function smoothingText(batches: number, batchesPerPoint: readonly number[]): string {
  const means = batchesPerPoint.map((each) => windowOf(batches, each) * each);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  if (most === 1) return 'off';
  return `mean of ${least === most ? '' : `${least} to `}${most} batches`;
}
