import { describe, expect, test } from 'vitest';
import { sampleWeights } from '../../../src/core/mean-field/sampled-weights.js';
import { weightMoments } from '../../../src/core/mean-field/weight-moments.js';
import { interiorNetwork, normals, randomOf, uniformLayer } from './random-ensemble.js';

describe('the moments of a weight', () => {
  test('by hand: pi = 1/4, m = 2, Xi = 1 has mean 3/4 · 2 and variance 3/4 · (1 + 1/4 · 4)', () => {
    const { mean, variance } = weightMoments(uniformLayer(1, 1, 0.25, 2, 1));
    expect([mean[0], variance[0]]).toEqual([1.5, 1.5]);
  });

  test('keep the digits of a variance that a difference of squares would lose', () => {
    // π = 2⁻⁴⁰, m = 1, Ξ = 0: ρ = (1 − π) π, exact in binary; 1 − π minus its rounded square is π.
    const pi = 2 ** -40;
    expect(weightMoments(uniformLayer(1, 1, pi, 1, 0)).variance[0]).toBe((1 - pi) * pi);
    expect(1 - pi - (1 - pi) ** 2).toBe(pi);
  });

  test('never have a negative variance, for 100,000 random parameters, pi = 1 − 1e-16 included', () => {
    const random = randomOf('variance');
    const count = 100_000;
    const layer = {
      fanIn: count,
      fanOut: 1,
      spikeMass: Float64Array.from({ length: count }, (_, k) =>
        k % 4 === 0 ? 1 - 1e-16 : k % 4 === 1 ? 5e-16 * random() : random(),
      ),
      slabMean: normals(count, random).map((n, k) => n * 10 ** ((k % 13) - 6)),
      slabVariance: Float64Array.from({ length: count }, (_, k) => (k % 3 === 0 ? 0 : random() * 10 ** -(k % 17))),
    };
    const { variance } = weightMoments(layer);
    expect(variance.every((rho) => rho >= 0)).toBe(true);
  });

  test('are not the bracket that the released script sends back with, inside 0 < pi < 1', () => {
    const bracket = (pi: number, m: number, xi: number) => (1 - pi) * (xi + m * m - (1 - pi) ** 2 * m * m);
    const variance = (pi: number, m: number, xi: number) => weightMoments(uniformLayer(1, 1, pi, m, xi)).variance[0]!;
    // ½(1 − ¼) = 0.375 against ½ · ½ = 0.25
    expect([bracket(0.5, 1, 0), variance(0.5, 1, 0)]).toEqual([0.375, 0.25]);
    // What the late bracket adds: π (1 − π)² m².
    for (const pi of [0.1, 0.3, 0.7, 0.9])
      expect(bracket(pi, 1.5, 0.2) - variance(pi, 1.5, 0.2)).toBeCloseTo(pi * (1 - pi) ** 2 * 2.25, 14);
    for (const pi of [0, 1]) expect(bracket(pi, 1.5, 0.2)).toBeCloseTo(variance(pi, 1.5, 0.2), 14);
  });

  test('of one unit agree with 20,000 sampled networks: mean within 5 standard errors, variance within 5 %', () => {
    const random = randomOf('samples');
    const [fanIn, fanOut, samples] = [12, 3, 20_000];
    const [layer] = interiorNetwork([fanIn, fanOut], random);
    const inputs = normals(fanIn, random);
    const { mean, variance } = weightMoments(layer!);
    const sums = Array.from({ length: samples }, () => {
      const { weights } = sampleWeights([layer!], random)[0]!;
      return Float64Array.from({ length: fanOut }, (_, j) =>
        inputs.reduce((sum, x, i) => sum + x * weights[j * fanIn + i]!, 0),
      );
    });
    for (let j = 0; j < fanOut; j++) {
      const expectedMean = inputs.reduce((sum, x, i) => sum + x * mean[j * fanIn + i]!, 0);
      const expectedVariance = inputs.reduce((sum, x, i) => sum + x * x * variance[j * fanIn + i]!, 0);
      const found = sums.reduce((sum, values) => sum + values[j]!, 0) / samples;
      const spread = sums.reduce((sum, values) => sum + (values[j]! - found) ** 2, 0) / (samples - 1);
      expect(Math.abs(found - expectedMean)).toBeLessThan(5 * Math.sqrt(expectedVariance / samples));
      expect(Math.abs(spread / expectedVariance - 1)).toBeLessThan(0.05);
    }
  });
});
