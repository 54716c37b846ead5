import type { LayerWorkspace } from './ensemble-workspace.js';
import { findNonZeros, nonZeroProduct, transposeInto } from './non-zero-product.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import { weightMoments } from './weight-moments.js';

/**
 * Mean and variance of every unit's sum over random weights, for known inputs, into the workspace.
 *
 *     G = A μᵀ          D² = (A ⊙ A) ρᵀ          [batch × fanOut], before the factor 1 / √fanIn
 *
 * Also writes the moments of the weights, the squares of the inputs and where these are not 0; `realInputGradient`
 * reads them.
 *
 * @param inputs A, `[batch × fanIn]`.
 */
export function realInputMoments(
  layer: SpikeSlabLayer,
  inputs: Float64Array,
  batch: number,
  own: LayerWorkspace,
): void {
  const { fanIn, fanOut } = layer;
  const { mean, variance } = weightMoments(layer, own.moments);
  transposeInto(mean, fanOut, fanIn, own.momentsByInput.mean);
  transposeInto(variance, fanOut, fanIn, own.momentsByInput.variance);
  for (let k = 0; k < inputs.length; k++) own.inputSquares[k] = inputs[k]! * inputs[k]!;
  findNonZeros(inputs, batch, fanIn, own.activeInputs);
  const product = (values: Float64Array, byInput: Float64Array, sums: Float64Array) =>
    nonZeroProduct(values, batch, fanIn, own.activeInputs, byInput, fanOut, sums);
  product(inputs, own.momentsByInput.mean, own.sums);
  product(own.inputSquares, own.momentsByInput.variance, own.sumVariance);
}

/**
 * Chain rule through `realInputMoments`, from `bySums` (by G) and `bySumVariance` (by D²) of the workspace.
 *
 *     ∂/∂μ = (∂/∂G)ᵀ A          ∂/∂ρ = (∂/∂D²)ᵀ (A ⊙ A)          ∂/∂A = (∂/∂G) μ + 2 A ⊙ ((∂/∂D²) ρ)
 *
 * Where ∂/∂G is 0, ∂/∂D² must be 0 too.
 *
 * @param wantInputs Whether to write ∂/∂A into `byInputs`; a first layer does not need it to learn.
 */
export function realInputGradient(
  { fanIn, fanOut }: SpikeSlabLayer,
  inputs: Float64Array,
  batch: number,
  own: LayerWorkspace,
  wantInputs: boolean,
): void {
  const { errors, transposed, byMoments, bySums, bySumVariance } = own;
  transposeInto(bySums, batch, fanOut, transposed);
  findNonZeros(transposed, fanOut, batch, errors);
  nonZeroProduct(transposed, fanOut, batch, errors, inputs, fanIn, byMoments.mean);
  transposeInto(bySumVariance, batch, fanOut, transposed);
  nonZeroProduct(transposed, fanOut, batch, errors, own.inputSquares, fanIn, byMoments.variance);
  if (!wantInputs) return;
  findNonZeros(bySums, batch, fanOut, errors);
  nonZeroProduct(bySums, batch, fanOut, errors, own.moments.mean, fanIn, own.byInputs);
  nonZeroProduct(bySumVariance, batch, fanOut, errors, own.moments.variance, fanIn, own.byInputSquares);
  for (let k = 0; k < inputs.length; k++) own.byInputs[k]! += 2 * inputs[k]! * own.byInputSquares[k]!;
}
