import type { SpikeSlabLayer } from './spike-slab-layer.js';

/**
 * What a connection means to the ensemble.
 *
 * - `VERY_IMPORTANT`: always present with one definite weight (π = 0, Ξ = 0).
 * - `UNIMPORTANT`: never present (π = 1).
 * - `VARIABLE`: everything else.
 */
export const CATEGORY = { VERY_IMPORTANT: 0, UNIMPORTANT: 1, VARIABLE: 2 } as const;

export type Category = (typeof CATEGORY)[keyof typeof CATEGORY];

/** How near counts as equal; 0 after a projection, which makes exact zeros and ones. */
export interface CategoryTolerances {
  /** On π, from 0 and from 1. */
  readonly spikeMass: number;
  /** On Ξ, from 0. */
  readonly slabVariance: number;
}

const EXACT_CATEGORIES: CategoryTolerances = { spikeMass: 0, slabVariance: 0 };

/** For trainers without a projection; print them beside the figures. */
export const NEAR_CATEGORIES: CategoryTolerances = { spikeMass: 0.01, slabVariance: 1e-4 };

/**
 * Category of every connection, `[fanOut × fanIn]`, one of the codes of `CATEGORY`; π = 1 wins.
 *
 * @returns A new array.
 */
export function categoriesOf(
  { spikeMass, slabVariance }: SpikeSlabLayer,
  tolerances: CategoryTolerances = EXACT_CATEGORIES,
): Uint8Array {
  return Uint8Array.from(spikeMass, (pi, k) => {
    if (1 - pi <= tolerances.spikeMass) return CATEGORY.UNIMPORTANT;
    const definite = pi <= tolerances.spikeMass && slabVariance[k]! <= tolerances.slabVariance;
    return definite ? CATEGORY.VERY_IMPORTANT : CATEGORY.VARIABLE;
  });
}

/** Share of each category among the connections, in [0, 1], by code; they add up to 1. */
export function categoryFractions(categories: Uint8Array): readonly [number, number, number] {
  const counts: [number, number, number] = [0, 0, 0];
  for (const category of categories) counts[category as Category]++;
  return [counts[0] / categories.length, counts[1] / categories.length, counts[2] / categories.length];
}
