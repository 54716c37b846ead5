import { expect } from 'vitest';

/** Asserts that two arrays agree to `tolerance` of the larger of 1 and the expected magnitude. NaN never agrees. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12): void {
  expect(actual.length, 'number of values').toBe(expected.length);
  for (let k = 0; k < expected.length; k++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[k]!));
    const difference = Math.abs(actual[k]! - expected[k]!);
    if (!(difference <= allowed)) expect(Array.from(actual), `value ${k}`).toEqual(Array.from(expected));
  }
}
