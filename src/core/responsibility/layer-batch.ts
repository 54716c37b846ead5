import { requireRows } from '../check-numbers.js';
import { allocate, layerPass, passForward } from './layer-pass.js';
import { type LayerGradients, noGradients, passBackward, type ResponsibilityMode } from './pass-backward.js';
import type { ResponsibilityLayer } from './responsibility-layer.js';

/**
 * Shares ρ of one sample: `ρⱼᵢ = exp(lⱼᵢ) / Σₖ exp(lⱼₖ)`, `l = −(x − c)² / 2σ²`.
 *
 * @param inputs x, `[fanIn]`.
 * @returns `[units × fanIn]`, (out, in); every row sums to 1. A new array.
 * @throws RangeError for a layer or inputs that do not fit or are not finite.
 */
export function responsibilitiesOf(layer: ResponsibilityLayer, inputs: Float64Array): Float64Array {
  const pass = layerPass(layer);
  const rows = requireRows('inputs', inputs, layer.fanIn);
  if (rows !== 1) throw new RangeError(`inputs must be 1 sample of ${layer.fanIn} values, got ${rows} samples`);
  allocate(pass, inputs);
  return pass.shares;
}

/**
 * Sums of a batch: `z = M Σᵢ ρᵢ wᵢ xᵢ + b`. With M = 1, `z − b` lies between the smallest and the largest `w x`.
 *
 * @param inputs x, `[batch × fanIn]`.
 * @returns z, `[batch × units]`. A new array; the arguments are untouched.
 * @throws RangeError for a layer or inputs that do not fit or are not finite.
 */
export function responsibilitySums(layer: ResponsibilityLayer, inputs: Float64Array): Float64Array {
  const pass = layerPass(layer);
  const batch = requireRows('inputs', inputs, layer.fanIn);
  const sums = new Float64Array(batch * layer.units);
  for (let sample = 0; sample < batch; sample++) {
    passForward(pass, inputs.subarray(sample * layer.fanIn, (sample + 1) * layer.fanIn));
    sums.set(pass.sums, sample * layer.units);
  }
  return sums;
}

/** Derivatives of a loss by a layer's tensors, summed over the batch, and by its inputs, `[batch × fanIn]`. */
export interface BatchGradients extends LayerGradients {
  readonly inputs: Float64Array;
}

/**
 * Derivatives of a loss by everything that a layer depends on.
 *
 * @param inputs   x, `[batch × fanIn]`.
 * @param gradient ∂L/∂z, `[batch × units]`.
 * @param mode     `stop` returns zeros for centres and widths.
 * @returns New arrays; the arguments are untouched.
 * @throws RangeError for a layer, inputs or a gradient that do not fit or are not finite.
 */
export function responsibilityGradients(
  layer: ResponsibilityLayer,
  inputs: Float64Array,
  gradient: Float64Array,
  mode: ResponsibilityMode,
): BatchGradients {
  const pass = layerPass(layer);
  const { fanIn, units } = layer;
  const batch = requireRows('inputs', inputs, fanIn);
  const rows = requireRows('gradient', gradient, units);
  if (rows !== batch) throw new RangeError(`gradient must have ${batch} rows as the inputs have, got ${rows}`);
  const into = noGradients(pass);
  const byInputs = new Float64Array(inputs.length);
  for (let sample = 0; sample < batch; sample++) {
    const x = inputs.subarray(sample * fanIn, (sample + 1) * fanIn);
    passForward(pass, x);
    passBackward[mode](
      pass,
      x,
      gradient.subarray(sample * units, (sample + 1) * units),
      into,
      byInputs.subarray(sample * fanIn, (sample + 1) * fanIn),
    );
  }
  return { ...into, inputs: byInputs };
}
