import { expect } from 'vitest';
import { flat } from './vector-folder.js';

/** Largest differences met so far, by reference file: printed at the end as the measure of the run. */
export const worstByCase = new Map<string, number>();

/** Asserts `|a − b| <= tolerance · max|b|` of the tensor, and remembers how near it came. */
export function expectClose(
  actual: Float64Array,
  expected: unknown,
  label: string,
  tolerance: number,
  caseName: string,
): void {
  const wanted = flat(expected);
  expect(actual.length, `${label}: number of values`).toBe(wanted.length);
  const top = wanted.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  let worst = 0;
  for (let k = 0; k < wanted.length; k++) {
    const difference = Math.abs(actual[k]! - wanted[k]!);
    // NaN must count as infinitely far, not as no difference.
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  const relative = top > 0 ? worst / top : worst;
  worstByCase.set(caseName, Math.max(worstByCase.get(caseName) ?? 0, relative));
  expect(relative, `${label}: largest difference relative to the tensor's maximum ${top}`).toBeLessThanOrEqual(
    tolerance,
  );
}
