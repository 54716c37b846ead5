import { requireRows } from '../check-numbers.js';
import { plainProducts } from '../layers/plain-products.js';
import { transposeInto } from '../layers/transpose.js';
import { checkChain } from './check-layers.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import { weightMoments } from './weight-moments.js';

/** A layer of one definite network: weights `[fanOut × fanIn]`, row-major, no biases. */
export interface WeightLayer {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly weights: Float64Array;
}

/** Output of a hidden unit for its sum z; `layer` counts from 0. */
export type HiddenUnit = (z: number, layer: number) => number;

/** Rectified unit: z where z > 0, else 0. */
export const rectified: HiddenUnit = (z) => Math.max(z, 0);

/** The network of the ensemble's mean weights μ. */
export function meanWeights(network: readonly SpikeSlabLayer[]): WeightLayer[] {
  return network.map((layer) => ({
    fanIn: layer.fanIn,
    fanOut: layer.fanOut,
    weights: weightMoments(layer).mean,
  }));
}

/**
 * Sends a batch through one definite network: `z = A wᵀ / √fanIn`, the hidden unit, and so on; the last z are returned.
 *
 * @param inputs `[batch × fanIn]`
 * @returns Logits, `[batch × classes]`, a new array; the arguments are untouched.
 * @throws RangeError when layers or inputs do not fit.
 */
export function weightForward(layers: readonly WeightLayer[], inputs: Float64Array, hidden: HiddenUnit): Float64Array {
  checkChain(layers);
  const batch = requireRows('inputs', inputs, layers[0]!.fanIn);
  const products = plainProducts();
  return layers.reduce((arriving, { fanIn, fanOut, weights }, l) => {
    const byInput = new Float64Array(weights.length);
    transposeInto(weights, fanOut, fanIn, byInput);
    const sums = new Float64Array(batch * fanOut);
    products.multiply(arriving, byInput, sums, batch);
    const scale = 1 / Math.sqrt(fanIn);
    const last = l === layers.length - 1;
    return sums.map((sum) => (last ? scale * sum : hidden(scale * sum, l)));
  }, inputs);
}
