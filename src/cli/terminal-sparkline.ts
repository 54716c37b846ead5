/** A value that belongs to an epoch, from 1. */
export interface EpochValue {
  readonly epoch: number;
  readonly value: number;
}

/** The values of the heights of a sparkline: those of its lowest and its highest character. */
export interface HeightRange {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * One character an epoch, or the mean of several epochs where there are more than `width` (>= 1); a blank where there
 * is no value. Values that are all the same have the middle height.
 *
 * @param heights Characters, lowest first.
 */
export function sparkline(
  values: readonly EpochValue[],
  epochs: number,
  width: number,
  { lowest, highest }: HeightRange,
  heights: string,
): string {
  const perCharacter = Math.ceil(epochs / width);
  const used = Math.ceil(epochs / perCharacter);
  const sums = new Float64Array(used);
  const counts = new Uint32Array(used);
  for (const { epoch, value } of values) {
    const at = Math.floor((epoch - 1) / perCharacter);
    sums[at]! += value;
    counts[at]!++;
  }
  const heightOf = (value: number): number =>
    highest > lowest
      ? Math.min(heights.length - 1, Math.floor(((value - lowest) / (highest - lowest)) * heights.length))
      : Math.floor((heights.length - 1) / 2);
  return Array.from(sums, (sum, at) => (counts[at] === 0 ? ' ' : heights[heightOf(sum / counts[at]!)]!)).join('');
}
