import type { RandomSource } from '../random-source.js';

/**
 * `count` of the given places, every subset equally likely. Draws exactly `count` numbers.
 *
 * @returns A new array, in the order of the draws.
 * @throws RangeError when more are asked for than there are.
 * @see Knuth, The Art of Computer Programming, vol. 2, algorithm 3.4.2 P, ended after `count` exchanges.
 */
export function randomSubset(places: ArrayLike<number>, count: number, random: RandomSource): Uint32Array {
  if (count > places.length) throw new RangeError(`a subset of ${places.length} places cannot hold ${count}`);
  const shuffled = Uint32Array.from(places);
  for (let first = 0; first < count; first++) {
    const chosen = first + Math.floor(random() * (shuffled.length - first));
    const taken = shuffled[chosen]!;
    shuffled[chosen] = shuffled[first]!;
    shuffled[first] = taken;
  }
  return shuffled.slice(0, count);
}
