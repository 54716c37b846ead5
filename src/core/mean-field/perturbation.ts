import type { RandomSource } from '../random-source.js';
import { CATEGORY, type Category } from './categories.js';
import { randomSubset } from './random-subset.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';

/**
 * Damages a random part of one category, to see what the category is worth.
 *
 * - very important: the fraction becomes absent (π = 1);
 * - variable: as many connections become absent as the same fraction of the *very important* ones holds (all of them
 *   if there are fewer), so that the two damages compare;
 * - unimportant: the fraction gets the weight N(0, 1), drawn anew with every sampled network (π = 0, m = 0, Ξ = 1).
 *
 * Numbers of connections are rounded to whole ones. Draws one uniform number per damaged connection.
 *
 * @param categories Of `categoriesOf`, `[fanOut × fanIn]`.
 * @param fraction   In [0, 1].
 * @returns A new layer; the argument is untouched.
 * @throws RangeError for another fraction or another number of categories.
 */
export function perturbedLayer(
  layer: SpikeSlabLayer,
  categories: Uint8Array,
  target: Category,
  fraction: number,
  random: RandomSource,
): SpikeSlabLayer {
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`the fraction must be in [0, 1], got ${fraction}`);
  if (categories.length !== layer.spikeMass.length)
    throw new RangeError(`categories must hold ${layer.spikeMass.length} values, got ${categories.length}`);
  const of = (wanted: Category) => [...categories.keys()].filter((k) => categories[k] === wanted);
  const places = of(target);
  const counted = target === CATEGORY.VARIABLE ? of(CATEGORY.VERY_IMPORTANT).length : places.length;
  const count = Math.min(Math.round(fraction * counted), places.length);
  const spikeMass = layer.spikeMass.slice();
  const slabMean = layer.slabMean.slice();
  const slabVariance = layer.slabVariance.slice();
  for (const k of randomSubset(places, count, random)) {
    spikeMass[k] = target === CATEGORY.UNIMPORTANT ? 0 : 1;
    if (target !== CATEGORY.UNIMPORTANT) continue;
    slabMean[k] = 0;
    slabVariance[k] = 1;
  }
  return { ...layer, spikeMass, slabMean, slabVariance };
}
