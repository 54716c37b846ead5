import { expect } from 'vitest';

/**
 * Asserts that two arrays agree to `tolerance` of the largest expected magnitude. NaN never agrees.
 *
 * @param scale Magnitude of what was added up, where larger numbers may have cancelled.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-12,
  scale = 0,
): void {
  expect(actual.length, 'number of values').toBe(expected.length);
  const top = Array.from(expected).reduce((max, value) => Math.max(max, Math.abs(value)), scale);
  const allowed = tolerance * top;
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(actual[k]! - expected[k]!);
    if (!(difference <= allowed)) expect(Array.from(actual), `value ${k}`).toEqual(Array.from(expected));
  }
}
