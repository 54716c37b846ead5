import { describe, expect, test } from 'vitest';
import { INITIALIZERS, type Initializer, initialBiases, initialWeights } from '../../src/core/initializers.js';
import { standardNormal } from '../../src/core/random-source.js';
import { createRandomStreams } from '../../src/data/random-streams.js';

const FAN = { fanIn: 16, fanOut: 8 };
const COUNT = 40_000;
const random = (name: string) => createRandomStreams(7).stream(name);
const mean = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const variance = (values: Float64Array): number => mean(values.map((v) => v * v)) - mean(values) ** 2;

describe('initial weights', () => {
  test.each([
    // U(−a, a) has variance a²/3.
    { kind: 'uniform', bound: 1 / 4, expected: 1 / 48 },
    { kind: 'kaiming-uniform', bound: Math.sqrt(6 / 16), expected: 2 / 16 },
    { kind: 'xavier-uniform', bound: 1 / 2, expected: 2 / 24 },
  ] as const)('$kind fills its range and has its variance', ({ kind, bound, expected }) => {
    const weights = initialWeights({ kind }, COUNT, FAN, random(kind));
    const top = weights.reduce((max, w) => Math.max(max, Math.abs(w)), 0);
    expect(top).toBeLessThanOrEqual(bound);
    expect(top).toBeGreaterThan(0.99 * bound);
    // Five deviations of the mean and of the variance of 40,000 uniform numbers: 2.5 % and 2.3 %.
    expect(Math.abs(mean(weights))).toBeLessThan(0.025 * Math.sqrt(expected));
    expect(Math.abs(variance(weights) / expected - 1)).toBeLessThan(0.025);
  });

  test.each([
    { kind: 'kaiming-normal', expected: 2 / 16 },
    { kind: 'xavier-normal', expected: 2 / 24 },
  ] as const)('$kind has its variance, and tails', ({ kind, expected }) => {
    const weights = initialWeights({ kind }, COUNT, FAN, random(kind));
    const deviation = Math.sqrt(expected);
    expect(Math.abs(mean(weights))).toBeLessThan(0.025 * deviation);
    // Five deviations of the variance of 40,000 normal numbers: 5 · √(2 / 40,000) = 3.5 %.
    expect(Math.abs(variance(weights) / expected - 1)).toBeLessThan(0.036);
    // 4.55 % of a normal distribution lie beyond two deviations; of a uniform one, none.
    const beyond = weights.filter((w) => Math.abs(w) > 2 * deviation).length / COUNT;
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(0.006);
  });

  test('are drawn in storage order, one number each, from −bound up', () => {
    // (2 u − 1) / √4
    const draws = [0, 0.25, 0.5, 0.75];
    const weights = initialWeights({ kind: 'uniform' }, 4, { fanIn: 4, fanOut: 1 }, () => draws.shift()!);
    expect([...weights]).toEqual([-0.5, -0.25, 0, 0.25]);
    expect(draws).toEqual([]);
  });

  test('can all be one value', () => {
    expect([...initialWeights({ kind: 'constant', value: 0.25 }, 3, FAN, random('constant'))]).toEqual([
      0.25, 0.25, 0.25,
    ]);
  });
});

describe('initial biases', () => {
  test.each(INITIALIZERS.filter((kind) => kind !== 'constant'))(
    'under %s are U(−1/√fanIn, 1/√fanIn) and not 0',
    (kind) => {
      const biases = initialBiases({ kind } as Initializer, 5000, FAN, random('biases'));
      expect(biases.every((b) => b !== 0 && Math.abs(b) <= 1 / 4)).toBe(true);
      expect([...biases]).toEqual([...initialWeights({ kind: 'uniform' }, 5000, FAN, random('biases'))]);
    },
  );

  test('follow a constant', () => {
    expect([...initialBiases({ kind: 'constant', value: -1 }, 2, FAN, random('constant'))]).toEqual([-1, -1]);
  });
});

describe('a standard normal number', () => {
  test('is the cosine branch of Box and Muller and takes two draws', () => {
    // u₁ = 1 − e^−2: √(−2 ln(1 − u₁)) = √4 = 2;  u₂ = 0, ½: cos 0 = 1, cos π = −1
    const draws = [1 - Math.exp(-2), 0, 1 - Math.exp(-2), 0.5];
    const next = (): number => draws.shift()!;
    expect([standardNormal(next), standardNormal(next)]).toEqual([expect.closeTo(2, 14), expect.closeTo(-2, 14)]);
    expect(draws).toEqual([]);
  });

  test('is finite for every draw in [0, 1)', () => {
    expect(standardNormal(() => 0)).toBeCloseTo(0, 15);
    expect(Number.isFinite(standardNormal(() => 1 - 2 ** -53))).toBe(true);
  });
});
