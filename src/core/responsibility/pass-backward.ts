import type { LayerPass } from './layer-pass.js';

/** Derivatives of a loss by the tensors of a layer, shaped as these and summed over the samples seen. */
export interface LayerGradients {
  /** `[units × fanIn]`, (out, in). */
  readonly weight: Float64Array;
  /** `[units]`. */
  readonly bias: Float64Array;
  /** `[units × fanIn]`, (out, in). */
  readonly centre: Float64Array;
  /** `[units]`, by ln σ. */
  readonly logWidth: Float64Array;
}

/**
 * How a loss reaches a layer: `full` differentiates the shares too; `stop` takes them for constants. The latter is
 * another vector field, the gradient of no stated loss.
 */
export type ResponsibilityMode = 'full' | 'stop';

/**
 * Adds one sample's derivatives to `into` and writes those by its inputs over `byInputs`, `[fanIn]`. The pass must hold
 * this sample.
 */
type PassBackward = (
  pass: LayerPass,
  inputs: Float64Array,
  gradient: Float64Array,
  into: LayerGradients,
  byInputs: Float64Array,
) => void;

/**
 * Exact derivatives. With `tⱼᵢ = M gⱼ ρⱼᵢ (wⱼᵢ xᵢ − ūⱼ) = ∂L/∂lⱼᵢ` (its sum over i is 0) and `d = x − c`:
 *
 *     ∂w = M g ρ x    ∂b = g    ∂c = t d / σ²    ∂ln σ = Σᵢ t d² / σ²    ∂x = Σⱼ (M g ρ w − t d / σ²)
 */
const fullBackward: PassBackward = ({ layer, precision, shares, means }, inputs, gradient, into, byInputs) => {
  const { fanIn, units, multiplier, weight, centre } = layer;
  byInputs.fill(0);
  for (let j = 0; j < units; j++) {
    const g = gradient[j]!;
    if (g === 0) continue;
    into.bias[j]! += g;
    const start = j * fanIn;
    const reach = multiplier * g;
    const mean = means[j]!;
    const sharpness = precision[j]!;
    let byLogWidth = 0;
    for (let i = 0; i < fanIn; i++) {
      const k = start + i;
      const x = inputs[i]!;
      const w = weight[k]!;
      const distance = x - centre[k]!;
      const shared = reach * shares[k]!;
      const pull = shared * (w * x - mean) * distance * sharpness;
      into.weight[k]! += shared * x;
      into.centre[k]! += pull;
      byLogWidth += pull * distance;
      byInputs[i]! += shared * w - pull;
    }
    into.logWidth[j]! += byLogWidth;
  }
};

/** Shares as constants: `∂w = M g ρ x`, `∂b = g`, `∂x = Σⱼ M g ρ w`; centres and widths get nothing. */
const stoppedBackward: PassBackward = ({ layer, shares }, inputs, gradient, into, byInputs) => {
  const { fanIn, units, multiplier, weight } = layer;
  byInputs.fill(0);
  for (let j = 0; j < units; j++) {
    const g = gradient[j]!;
    if (g === 0) continue;
    into.bias[j]! += g;
    const start = j * fanIn;
    const reach = multiplier * g;
    for (let i = 0; i < fanIn; i++) {
      const k = start + i;
      const shared = reach * shares[k]!;
      into.weight[k]! += shared * inputs[i]!;
      byInputs[i]! += shared * weight[k]!;
    }
  }
};

/** One function a mode. */
export const passBackward: Readonly<Record<ResponsibilityMode, PassBackward>> = {
  full: fullBackward,
  stop: stoppedBackward,
};

/** Gradients of a layer before its first sample. */
export function noGradients({ layer }: LayerPass): LayerGradients {
  const like = (values: Float64Array): Float64Array => new Float64Array(values.length);
  return {
    weight: like(layer.weight),
    bias: like(layer.bias),
    centre: like(layer.centre),
    logWidth: like(layer.logWidth),
  };
}
