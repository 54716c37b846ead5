import { transposeInto } from '../layers/transpose.js';
import type { LayerWorkspace } from './ensemble-workspace.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import { weightMoments } from './weight-moments.js';

/**
 * Mean and variance of every unit's sum over random weights, for known inputs, into the workspace.
 *
 *     G = A μᵀ          D² = (A ⊙ A) ρᵀ          [batch × fanOut], before the factor 1 / √fanIn
 *
 * Also writes the moments of the weights and the squares of the inputs; `realInputGradient` reads them.
 *
 * @param own Its `inputs` are A.
 */
export function realInputMoments(layer: SpikeSlabLayer, batch: number, own: LayerWorkspace): void {
  const { fanIn, fanOut } = layer;
  const { inputs, products } = own;
  const { mean, variance } = weightMoments(layer, own.moments);
  transposeInto(mean, fanOut, fanIn, own.momentsByInput.mean);
  transposeInto(variance, fanOut, fanIn, own.momentsByInput.variance);
  for (let k = 0; k < inputs.length; k++) own.inputSquares[k] = inputs[k]! * inputs[k]!;
  products.multiply(inputs, own.momentsByInput.mean, own.sums, batch);
  products.multiply(own.inputSquares, own.momentsByInput.variance, own.sumVariance, batch);
}

/**
 * Chain rule through `realInputMoments`, from `bySums` (by G) and `bySumVariance` (by D²) of the workspace.
 *
 *     ∂/∂μ = (∂/∂G)ᵀ A          ∂/∂ρ = (∂/∂D²)ᵀ (A ⊙ A)          ∂/∂A = (∂/∂G) μ + 2 A ⊙ ((∂/∂D²) ρ)
 *
 * @param wantInputs Whether to write ∂/∂A into `byInputs`; a first layer does not need it to learn.
 */
export function realInputGradient(
  { fanOut }: SpikeSlabLayer,
  batch: number,
  own: LayerWorkspace,
  wantInputs: boolean,
): void {
  const { inputs, products, transposed, byMoments, bySums, bySumVariance } = own;
  transposeInto(bySums, batch, fanOut, transposed);
  products.multiply(transposed, inputs, byMoments.mean, fanOut);
  transposeInto(bySumVariance, batch, fanOut, transposed);
  products.multiply(transposed, own.inputSquares, byMoments.variance, fanOut);
  if (!wantInputs) return;
  products.multiply(bySums, own.moments.mean, own.byInputs, batch);
  products.multiply(bySumVariance, own.moments.variance, own.byInputSquares, batch);
  for (let k = 0; k < inputs.length; k++) own.byInputs[k]! += 2 * inputs[k]! * own.byInputSquares[k]!;
}
