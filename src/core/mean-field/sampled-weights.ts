import type { RandomSource } from '../random-source.js';
import { standardNormal } from '../random-source.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import type { WeightLayer } from './weight-network.js';

/**
 * Draws one network from the ensemble: w = 0 with probability π, else m + √Ξ · N(0, 1). One set of weights serves a
 * whole test set.
 *
 * Order of draws: layer by layer, row-major; every connection takes one uniform number (absent where it is below π),
 * then one normal (two uniform numbers), also where it is absent or Ξ is 0: a stream's position does not depend on
 * the parameters.
 *
 * @returns New arrays.
 */
export function sampleWeights(network: readonly SpikeSlabLayer[], random: RandomSource): WeightLayer[] {
  return network.map(({ fanIn, fanOut, spikeMass, slabMean, slabVariance }) => ({
    fanIn,
    fanOut,
    weights: spikeMass.map((pi, k) => {
      const absent = random() < pi;
      const present = slabMean[k]! + Math.sqrt(slabVariance[k]!) * standardNormal(random);
      return absent ? 0 : present;
    }),
  }));
}
