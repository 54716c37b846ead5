import { CATEGORY, categoriesOf } from './categories.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';

/**
 * Which connections stay when those with π above a limit go: 1 stays, 0 goes, `[fanOut × fanIn]`.
 *
 * @param limit In [0, 1].
 * @throws RangeError for another limit.
 */
export function pruningMask({ spikeMass }: SpikeSlabLayer, limit: number): Uint8Array {
  if (!(limit >= 0 && limit <= 1)) throw new RangeError(`the limit of the spike mass must be in [0, 1], got ${limit}`);
  return Uint8Array.from(spikeMass, (pi) => (pi > limit ? 0 : 1));
}

/**
 * The layer without the connections that a mask drops: absent for certain (π = 1, m = 0, Ξ = 0).
 *
 * @param mask `[fanOut × fanIn]`, 1 stays, 0 goes.
 * @returns New arrays; the layer is untouched.
 * @throws RangeError when the mask has another length.
 */
export function prunedLayer(layer: SpikeSlabLayer, mask: Uint8Array): SpikeSlabLayer {
  if (mask.length !== layer.spikeMass.length)
    throw new RangeError(`the mask must hold ${layer.spikeMass.length} values, got ${mask.length}`);
  return {
    ...layer,
    spikeMass: layer.spikeMass.map((pi, k) => (mask[k] ? pi : 1)),
    slabMean: layer.slabMean.map((m, k) => (mask[k] ? m : 0)),
    slabVariance: layer.slabVariance.map((xi, k) => (mask[k] ? xi : 0)),
  };
}

/** The layer without its unimportant connections (π = 1 exactly), which never carried anything. */
export function withoutUnimportant(layer: SpikeSlabLayer): SpikeSlabLayer {
  return prunedLayer(
    layer,
    categoriesOf(layer).map((category) => (category === CATEGORY.UNIMPORTANT ? 0 : 1)),
  );
}
