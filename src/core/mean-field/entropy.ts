import type { SpikeSlabLayer } from './spike-slab-layer.js';

/**
 * Entropy of whether each connection is there, in nats: `−π ln π − (1 − π) ln(1 − π)`, 0 at π = 0 and 1.
 *
 * @returns A new array, `[fanOut × fanIn]`, each in [0, ln 2].
 */
export function spikeEntropy({ spikeMass }: SpikeSlabLayer): Float64Array {
  return spikeMass.map((pi) => (pi <= 0 || pi >= 1 ? 0 : -pi * Math.log(pi) - (1 - pi) * Math.log1p(-pi)));
}

/**
 * Differential entropy that the slab adds, in nats: `(1 − π) / 2 · ln(2πe Ξ)` where Ξ > 0 (the first π is the spike
 * mass, the second the number). Negative for narrow slabs.
 *
 * A spike and a slab have no common measure, so one entropy of both would hang on how the spike is smoothed: this and
 * `spikeEntropy` are reported side by side.
 *
 * @returns A new array, `[fanOut × fanIn]`; NaN where Ξ = 0, which has no density.
 */
export function slabEntropy({ spikeMass, slabVariance }: SpikeSlabLayer): Float64Array {
  return slabVariance.map((xi, k) =>
    xi > 0 ? ((1 - spikeMass[k]!) / 2) * Math.log(2 * Math.PI * Math.E * xi) : Number.NaN,
  );
}

/** Entropy per connection of one layer, in nats. */
export interface LayerEntropy {
  /** Mean of `spikeEntropy` over all connections. */
  readonly spike: number;
  /** Mean of `slabEntropy` over the connections with Ξ > 0; 0 if there are none. */
  readonly slab: number;
  /** How many connections have Ξ > 0. */
  readonly slabConnections: number;
}

/** Both entropies of a layer, per connection. */
export function layerEntropy(layer: SpikeSlabLayer): LayerEntropy {
  const mean = (values: Float64Array) =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  const slab = slabEntropy(layer).filter((value) => !Number.isNaN(value));
  return { spike: mean(spikeEntropy(layer)), slab: mean(slab), slabConnections: slab.length };
}
