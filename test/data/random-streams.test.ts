import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { shuffledIndices } from '../../src/data/shuffled-indices.js';

const take = (count: number, random: () => number): number[] => Array.from({ length: count }, random);

describe('named random streams', () => {
  test('give the same numbers for the same seed and name, and others for another seed or name', () => {
    const first = take(5, createRandomStreams(1).stream('weights'));
    expect(take(5, createRandomStreams(1).stream('weights'))).toEqual(first);
    expect(take(5, createRandomStreams(2).stream('weights'))).not.toEqual(first);
    expect(take(5, createRandomStreams(1).stream('weight'))).not.toEqual(first);
  });

  test('continue where they stand when the same name is asked again', () => {
    const whole = take(6, createRandomStreams(1).stream('order'));
    const streams = createRandomStreams(1);
    expect([...take(2, streams.stream('order')), ...take(4, streams.stream('order'))]).toEqual(whole);
  });

  test('do not move when another stream is drawn from', () => {
    const alone = take(4, createRandomStreams(1).stream('a'));
    const streams = createRandomStreams(1);
    const before = take(2, streams.stream('a'));
    take(100, streams.stream('b'));
    take(100, streams.fresh('a'));
    expect([...before, ...take(2, streams.stream('a'))]).toEqual(alone);
  });

  test('begin anew as fresh streams', () => {
    const streams = createRandomStreams(1);
    expect(take(3, streams.fresh('data/train'))).toEqual(take(3, streams.fresh('data/train')));
    expect(take(3, streams.fresh('data/train'))).toEqual(take(3, streams.stream('data/train')));
  });

  test('are uniform in [0, 1): mean ½, a tenth of the numbers in every tenth', () => {
    const numbers = take(100_000, createRandomStreams(1).stream('uniform'));
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const tenths = numbers.reduce(
      (bins, number) => bins.with(Math.floor(10 * number), bins[Math.floor(10 * number)]! + 1),
      Array<number>(10).fill(0),
    );
    // Binomial: 10,000 ± √(100,000 · 0.1 · 0.9) = ± 95; five deviations are 475.
    for (const tenth of tenths) expect(Math.abs(tenth - 10_000)).toBeLessThan(475);
  });

  test('of similar names are uncorrelated', () => {
    const streams = createRandomStreams(1);
    const [a, b] = [take(20_000, streams.stream('data/0')), take(20_000, streams.stream('data/1'))];
    const covariance = a.reduce((sum, x, n) => sum + (x - 0.5) * (b[n]! - 0.5), 0) / a.length;
    // Correlation = 12 · covariance, deviation 1 / √20,000 = 0.007.
    expect(Math.abs(12 * covariance)).toBeLessThan(0.035);
  });

  test.each([1.5, Number.NaN, 2 ** 53])('refuse the seed %d', (seed) => {
    expect(() => createRandomStreams(seed)).toThrow(
      expect.objectContaining({ code: 'HV_RANDOM_SEED', message: expect.stringContaining(String(seed)) }),
    );
  });
});

describe('shuffled indices', () => {
  test('are every number once, and cost one draw less than there are', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer(), (count, seed) => {
        const random = createRandomStreams(seed).stream('order');
        let draws = 0;
        const order = shuffledIndices(count, () => {
          draws++;
          return random();
        });
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n));
        expect(draws).toBe(Math.max(0, count - 1));
      }),
    );
  });

  test('follow the draws from the last place on', () => {
    // [0 1 2 3], 0 → swap place 3 with 0: [3 1 2 0]; ½ → place 2 with ⌊½·3⌋ = 1: [3 2 1 0]; 0.9 → place 1 with ⌊0.9·2⌋ = 1.
    const draws = [0, 0.5, 0.9];
    expect([...shuffledIndices(4, () => draws.shift()!)]).toEqual([3, 2, 1, 0]);
  });

  test('come in every order equally often', () => {
    const random = createRandomStreams(1).stream('order');
    const seen = new Map<string, number>();
    for (let n = 0; n < 6000; n++) {
      const order = shuffledIndices(3, random).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    // 1,000 ± √(6000 · 1/6 · 5/6) = ± 29; five deviations are 145.
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });
});
