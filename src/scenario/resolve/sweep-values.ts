import type { RandomSource } from '../../core/random-source.js';
import { shuffledIndices } from '../../data/shuffled-indices.js';
import type { Place, Tree } from '../tree/tree.js';

/** A range of numbers, both ends included. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  /** Only integers. */
  readonly whole: boolean;
}

/** What a swept key may be: one of some values, or a number of a range. */
export type Domain =
  | { readonly kind: 'list'; readonly values: readonly Tree[] }
  | { readonly kind: 'range'; readonly range: ValueRange; readonly place: Place };

/**
 * The number of a range at the share u of it: `min + u·(max − min)`, with a logarithmic scale `min·(max / min)ᵘ`.
 * Integers each own an equal share: the whole part of the same with `max + 1`.
 *
 * @param u In [0, 1).
 */
function numberAt({ min, max, scale, whole }: ValueRange, u: number): number {
  const end = whole ? max + 1 : max;
  const value = scale === 'log' ? min * (end / min) ** u : min + u * (end - min);
  // Rounding of the power may leave the range by the last digit.
  return Math.min(max, Math.max(min, whole ? Math.floor(value) : value));
}

function valueAt(domain: Domain, u: number): Tree {
  if (domain.kind === 'list') return domain.values[Math.floor(u * domain.values.length)]!;
  const value = numberAt(domain.range, u);
  return { kind: 'scalar', value, source: String(value), quoted: false, place: domain.place };
}

/** Values that are drawn each by itself. */
export function randomValues(domain: Domain, samples: number, random: RandomSource): readonly Tree[] {
  return Array.from({ length: samples }, () => valueAt(domain, random()));
}

/**
 * Values of a Latin hypercube in one dimension: `u = (π(n) + r) / samples` with a random order π and r in [0, 1), so that
 * each of as many equal parts as there are samples has one value.
 *
 * @see McKay, Beckman & Conover 1979, "A comparison of three methods for selecting values of input variables".
 */
export function stratifiedValues(domain: Domain, samples: number, random: RandomSource): readonly Tree[] {
  return Array.from(shuffledIndices(samples, random), (part) => valueAt(domain, (part + random()) / samples));
}
