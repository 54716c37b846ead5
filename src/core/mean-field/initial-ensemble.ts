import { initialWeights } from '../initializers.js';
import type { RandomSource } from '../random-source.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';

/** Largest variance of a weight at the start. */
const VARIANCE_BOUND = 0.01;

/**
 * A fresh ensemble, as its authors start it.
 *
 *     π = 0,   m ~ √(2 / n₀) N(0, 1) in every layer (n₀ inputs of the network),   Ξ ~ U(0, 0.01)
 *
 * Order of draws: layer by layer; all m of the layer in row-major order (two uniform numbers each), then all its Ξ in
 * row-major order (one each).
 *
 * @param sizes Units from the input to the output, at least two.
 * @throws RangeError for fewer sizes, or one that is no whole number >= 1.
 */
export function initialEnsemble(sizes: readonly number[], random: RandomSource): SpikeSlabLayer[] {
  if (sizes.length < 2) throw new RangeError(`a network needs at least two sizes, got ${sizes.length}`);
  const wrong = sizes.findIndex((size) => !Number.isSafeInteger(size) || size < 1);
  if (wrong >= 0) throw new RangeError(`size ${wrong + 1} must be a whole number >= 1, got ${sizes[wrong]}`);
  return sizes.slice(1).map((fanOut, l) => {
    const fanIn = sizes[l]!;
    const count = fanOut * fanIn;
    return {
      fanIn,
      fanOut,
      spikeMass: new Float64Array(count),
      // Kaiming's variance 2 / fanIn, with the network's inputs as the fan-in of every layer.
      slabMean: initialWeights({ kind: 'kaiming-normal' }, count, { fanIn: sizes[0]!, fanOut }, random),
      slabVariance: Float64Array.from({ length: count }, () => VARIANCE_BOUND * random()),
    };
  });
}
