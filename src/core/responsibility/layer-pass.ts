import { checkLayer } from './check-layer.js';
import type { ResponsibilityLayer } from './responsibility-layer.js';
import { shareOut } from './share-out.js';

/**
 * Scratch of one layer for one sample, written over by the next: `[batch × units × fanIn]` shares are never stored.
 * Made and used up inside one function of this folder, so that nothing of it is seen from outside.
 */
export interface LayerPass {
  readonly layer: ResponsibilityLayer;
  /** 1 / σ², `[units]`. */
  readonly precision: Float64Array;
  /** ρ of the sample, `[units × fanIn]`. */
  readonly shares: Float64Array;
  /** ū, mean of w · x under the shares, `[units]`. */
  readonly means: Float64Array;
  /** z, `[units]`. */
  readonly sums: Float64Array;
}

/** Room for a layer's samples. @throws RangeError for a layer that cannot be computed. */
export function layerPass(layer: ResponsibilityLayer): LayerPass {
  checkLayer(layer);
  return {
    layer,
    precision: layer.logWidth.map((logWidth) => Math.exp(-2 * logWidth)),
    shares: new Float64Array(layer.units * layer.fanIn),
    means: new Float64Array(layer.units),
    sums: new Float64Array(layer.units),
  };
}

/**
 * Writes the shares of one sample: `lⱼᵢ = −(xᵢ − cⱼᵢ)² / 2σⱼ²`, `ρⱼ = softmax(lⱼ)`.
 *
 * @param inputs x, `[fanIn]`.
 */
export function allocate({ layer, precision, shares }: LayerPass, inputs: Float64Array): void {
  const { fanIn, units, centre } = layer;
  for (let j = 0; j < units; j++) {
    const start = j * fanIn;
    const scale = -precision[j]! / 2;
    for (let i = 0; i < fanIn; i++) {
      const distance = inputs[i]! - centre[start + i]!;
      shares[start + i] = scale * distance * distance;
    }
    shareOut(shares, start, start + fanIn);
  }
}

/** Writes shares, means and sums of one sample: `ūⱼ = Σᵢ ρⱼᵢ wⱼᵢ xᵢ`, `zⱼ = M ūⱼ + bⱼ`. */
export function passForward(pass: LayerPass, inputs: Float64Array): void {
  allocate(pass, inputs);
  const { layer, shares, means, sums } = pass;
  const { fanIn, units, multiplier, weight, bias } = layer;
  for (let j = 0; j < units; j++) {
    const start = j * fanIn;
    let mean = 0;
    for (let i = 0; i < fanIn; i++) mean += shares[start + i]! * weight[start + i]! * inputs[i]!;
    means[j] = mean;
    sums[j] = multiplier * mean + bias[j]!;
  }
}
