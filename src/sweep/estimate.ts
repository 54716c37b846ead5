import { studentT } from './student-t.js';

/** A mean and how sure it is. */
export interface Estimate {
  readonly mean: number;
  /** Standard deviation of the sample, with `count − 1`; absent for a single number. */
  readonly sd?: number;
  /** Ends of the 95 % interval of the mean; absent for a single number. */
  readonly low?: number;
  readonly high?: number;
  readonly count: number;
}

const COVERAGE = 0.95;

export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** The middle of the numbers; of an even count the mean of the two in the middle. NaN for none. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/**
 * Mean, standard deviation `s = √(Σ(xᵢ − x̄)² / (n − 1))` and 95 % interval `x̄ ± t·s/√n`, with Student's t for n − 1
 * degrees of freedom.
 *
 * @param numbers At least one; one for each seed. For a paired comparison the differences of the pairs.
 * @returns undefined for no numbers.
 */
export function estimateOf(numbers: readonly number[]): Estimate | undefined {
  const count = numbers.length;
  if (count === 0) return undefined;
  const mean = meanOf(numbers);
  if (count === 1) return { mean, count };
  const sd = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  const reach = (studentT(COVERAGE, count - 1) * sd) / Math.sqrt(count);
  return { mean, sd, low: mean - reach, high: mean + reach, count };
}
