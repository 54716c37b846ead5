import { describe, expect, test } from 'vitest';
import { normalDensity, normalDistribution } from '../../../src/core/mean-field/normal-distribution.js';

describe('the normal distribution', () => {
  // Reference values: erfc(−t / √2) / 2 in 50 digits (mpmath), rounded to float64.
  test.each([
    [-37.5, 4.605353009581955e-308],
    [-25.3, 1.5971151302422e-141],
    [-12, 1.776482112077679e-33],
    [-8.9, 2.7923343749396464e-19],
    [-5.25, 7.604960516488715e-8],
    [-3, 0.0013498980316300946],
    [-1.5, 0.06680720126885807],
    [-1.0001, 0.15863105806885877],
    [-0.9999, 0.1586794522137626],
    [-0.5, 0.3085375387259869],
    [-1e-9, 0.49999999960105773],
    [0, 0.5],
    [0.25, 0.5987063256829237],
    [0.9999, 0.8413205477862374],
    [1, 0.8413447460685429],
    [2.5, 0.9937903346742238],
    [6, 0.9999999990134123],
  ])('at %d is %d, to 1e-14 of itself', (t, expected) => {
    expect(Math.abs(normalDistribution(t) / expected - 1)).toBeLessThan(1e-14);
  });

  test('of t and −t add up to 1, also where its two formulas meet', () => {
    for (let t = 0; t < 9; t += 1 / 64) expect(normalDistribution(t) + normalDistribution(-t)).toBeCloseTo(1, 15);
    for (const t of [-1, 1]) {
      const across = normalDistribution(t * (1 + 1e-15)) / normalDistribution(t * (1 - 1e-15));
      expect(Math.abs(across - 1)).toBeLessThan(1e-14);
    }
  });

  test('rises, with its density as the slope', () => {
    for (let t = -8; t < 8; t += 1 / 16) {
      const step = 1e-4;
      const slope = (normalDistribution(t + step) - normalDistribution(t - step)) / (2 * step);
      // Third derivative (t² − 1) φ(t) times step² / 6, and rounding over the step.
      expect(Math.abs(slope - normalDensity(t))).toBeLessThan(1e-7 * normalDensity(t) + 2e-12);
    }
  });

  test('reaches 0 and 1 and never leaves them; NaN stays NaN', () => {
    expect([-Infinity, -40, 10, Infinity].map(normalDistribution)).toEqual([0, 0, 1, 1]);
    expect([-Infinity, Infinity, 1e200].map(normalDensity)).toEqual([0, 0, 0]);
    expect(normalDistribution(Number.NaN)).toBeNaN();
    expect(normalDensity(0)).toBe(1 / Math.sqrt(2 * Math.PI));
  });
});
