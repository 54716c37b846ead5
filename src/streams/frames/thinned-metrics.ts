/** When something was measured. */
export interface Measured {
  readonly split: 'train' | 'test';
  /** Counts from 1. */
  readonly epoch: number;
}

/** Thinning leaves this share of what may be kept, so that it is seldom needed. */
const SHARE = 0.75;

/**
 * Metrics of a run, thinned when there are more of them than may be kept, so that curves begin where the run began: the
 * first and the newest of each split stay, and of the others the first of every 2, 4, 8 … epochs. Those that were thinned
 * before and those that came since may be thinned again together.
 *
 * @param measured In the order of their epochs.
 * @param limit    So many may be kept; >= 4.
 * @returns A new array, in the same order.
 * @throws RangeError for a smaller limit.
 */
export function thinnedMetrics<T extends Measured>(measured: readonly T[], limit: number): T[] {
  if (!(limit >= 4)) throw new RangeError(`limit: expected a number >= 4, got ${limit}`);
  if (measured.length <= limit) return [...measured];
  const last = measured.at(-1)!.epoch;
  let kept = oneOfEvery(2, measured);
  for (let epochs = 4; kept.length > SHARE * limit && epochs < 2 * last; epochs *= 2) kept = oneOfEvery(epochs, kept);
  return kept;
}

function oneOfEvery<T extends Measured>(epochs: number, measured: readonly T[]): T[] {
  const newest = new Map(measured.map((one) => [one.split, one]));
  const groups = new Map<Measured['split'], number>();
  return measured.filter((one) => {
    const group = Math.floor((one.epoch - 1) / epochs);
    const isFirst = groups.get(one.split) !== group;
    groups.set(one.split, group);
    return isFirst || newest.get(one.split) === one;
  });
}
