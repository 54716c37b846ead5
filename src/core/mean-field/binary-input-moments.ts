import { transposeInto } from '../layers/transpose.js';
import type { LayerWorkspace } from './ensemble-workspace.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import { weightMoments } from './weight-moments.js';

/**
 * Mean and variance of every unit's sum over random weights and random inputs that are 1 with probability a, else 0.
 *
 *     G = a μᵀ          D² = a² ρᵀ + V (μ² + ρ)ᵀ = a ρᵀ + V (μ²)ᵀ,   V = a (1 − a)
 *
 * The second form uses a² + V = a. Writes into the workspace; `inputSquares` holds V.
 *
 * @param own Its `inputs` are a, each in [0, 1].
 */
export function binaryInputMoments(layer: SpikeSlabLayer, batch: number, own: LayerWorkspace): void {
  const { fanIn, fanOut } = layer;
  const { inputs, products } = own;
  const { mean, variance } = weightMoments(layer, own.moments);
  transposeInto(mean, fanOut, fanIn, own.momentsByInput.mean);
  transposeInto(variance, fanOut, fanIn, own.momentsByInput.variance);
  for (let k = 0; k < inputs.length; k++) own.inputSquares[k] = inputs[k]! * (1 - inputs[k]!);
  products.multiply(inputs, own.momentsByInput.mean, own.sums, batch);
  products.multiply(inputs, own.momentsByInput.variance, own.sumVariance, batch);
  squaresInto(own.momentsByInput.mean, own.momentsByInput.variance);
  products.multiply(own.inputSquares, own.momentsByInput.variance, own.transposed, batch);
  for (let k = 0; k < own.sumVariance.length; k++) own.sumVariance[k]! += own.transposed[k]!;
}

/**
 * Chain rule through `binaryInputMoments`, from `bySums` (by G) and `bySumVariance` (by D²) of the workspace.
 *
 *     ∂/∂μ = (∂/∂G)ᵀ a + 2 μ ⊙ ((∂/∂D²)ᵀ V)          ∂/∂ρ = (∂/∂D²)ᵀ a
 *     ∂/∂a = (∂/∂G) μ + (∂/∂D²) ρ + (1 − 2a) ⊙ ((∂/∂D²) μ²)
 *
 * Always writes ∂/∂a into `byInputs`: a layer of binary inputs is never the first.
 */
export function binaryInputGradient({ fanOut }: SpikeSlabLayer, batch: number, own: LayerWorkspace): void {
  const { inputs, products, transposed, byMoments, bySums, bySumVariance, byInputs, byInputSquares } = own;
  const { mean, variance } = own.moments;
  transposeInto(bySumVariance, batch, fanOut, transposed);
  products.multiply(transposed, own.inputSquares, byMoments.mean, fanOut);
  products.multiply(transposed, inputs, byMoments.variance, fanOut);
  const byMeanOfVariance = own.momentsByInput.mean;
  for (let k = 0; k < mean.length; k++) byMeanOfVariance[k] = 2 * mean[k]! * byMoments.mean[k]!;
  transposeInto(bySums, batch, fanOut, transposed);
  products.multiply(transposed, inputs, byMoments.mean, fanOut);
  for (let k = 0; k < mean.length; k++) byMoments.mean[k]! += byMeanOfVariance[k]!;

  products.multiply(bySums, mean, byInputs, batch);
  products.multiply(bySumVariance, variance, byInputSquares, batch);
  for (let k = 0; k < inputs.length; k++) byInputs[k]! += byInputSquares[k]!;
  const meanSquares = own.momentsByInput.variance;
  squaresInto(mean, meanSquares);
  products.multiply(bySumVariance, meanSquares, byInputSquares, batch);
  for (let k = 0; k < inputs.length; k++) byInputs[k]! += (1 - 2 * inputs[k]!) * byInputSquares[k]!;
}

function squaresInto(values: Float64Array, squares: Float64Array): void {
  for (let k = 0; k < values.length; k++) squares[k] = values[k]! * values[k]!;
}
