import type { RandomSource } from '../core/random-source.js';

/**
 * The numbers 0..count−1 in random order; every order is equally likely.
 *
 * Draws exactly `count − 1` numbers (none for a count of 0 or 1), from the last place to the second.
 *
 * @returns A new array.
 * @see Fisher–Yates in Durstenfeld's form: Knuth, The Art of Computer Programming, vol. 2, algorithm 3.4.2 P.
 */
export function shuffledIndices(count: number, random: RandomSource): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    const moved = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = moved;
  }
  return order;
}
