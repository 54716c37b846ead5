import type { LayerWorkspace } from './ensemble-workspace.js';
import { findNonZeros, nonZeroProduct, transposeInto } from './non-zero-product.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import { weightMoments } from './weight-moments.js';

/**
 * Mean and variance of every unit's sum over random weights and random inputs that are 1 with probability a, else 0.
 *
 *     G = a μᵀ          D² = a² ρᵀ + V (μ² + ρ)ᵀ = a ρᵀ + V (μ²)ᵀ,   V = a (1 − a)
 *
 * The second form uses a² + V = a. Writes into the workspace; `inputSquares` holds V.
 *
 * @param inputs a, `[batch × fanIn]`, each in [0, 1].
 */
export function binaryInputMoments(
  layer: SpikeSlabLayer,
  inputs: Float64Array,
  batch: number,
  own: LayerWorkspace,
): void {
  const { fanIn, fanOut } = layer;
  const { mean, variance } = weightMoments(layer, own.moments);
  transposeInto(mean, fanOut, fanIn, own.momentsByInput.mean);
  transposeInto(variance, fanOut, fanIn, own.momentsByInput.variance);
  for (let k = 0; k < inputs.length; k++) own.inputSquares[k] = inputs[k]! * (1 - inputs[k]!);
  findNonZeros(inputs, batch, fanIn, own.activeInputs);
  const product = (values: Float64Array, byInput: Float64Array, sums: Float64Array) =>
    nonZeroProduct(values, batch, fanIn, own.activeInputs, byInput, fanOut, sums);
  product(inputs, own.momentsByInput.mean, own.sums);
  product(inputs, own.momentsByInput.variance, own.sumVariance);
  squaresInto(own.momentsByInput.mean, own.momentsByInput.variance);
  product(own.inputSquares, own.momentsByInput.variance, own.transposed);
  for (let k = 0; k < own.sumVariance.length; k++) own.sumVariance[k]! += own.transposed[k]!;
}

/**
 * Chain rule through `binaryInputMoments`, from `bySums` (by G) and `bySumVariance` (by D²) of the workspace.
 *
 *     ∂/∂μ = (∂/∂G)ᵀ a + 2 μ ⊙ ((∂/∂D²)ᵀ V)          ∂/∂ρ = (∂/∂D²)ᵀ a
 *     ∂/∂a = (∂/∂G) μ + (∂/∂D²) ρ + (1 − 2a) ⊙ ((∂/∂D²) μ²)
 *
 * Where ∂/∂G is 0, ∂/∂D² must be 0 too. Always writes ∂/∂a into `byInputs`: a layer of binary inputs is never the first.
 */
export function binaryInputGradient(
  { fanIn, fanOut }: SpikeSlabLayer,
  inputs: Float64Array,
  batch: number,
  own: LayerWorkspace,
): void {
  const { errors, transposed, byMoments, bySums, bySumVariance, byInputs, byInputSquares } = own;
  const { mean, variance } = own.moments;
  transposeInto(bySumVariance, batch, fanOut, transposed);
  findNonZeros(transposed, fanOut, batch, errors);
  nonZeroProduct(transposed, fanOut, batch, errors, own.inputSquares, fanIn, byMoments.mean);
  nonZeroProduct(transposed, fanOut, batch, errors, inputs, fanIn, byMoments.variance);
  const byMeanOfVariance = own.momentsByInput.mean;
  for (let k = 0; k < mean.length; k++) byMeanOfVariance[k] = 2 * mean[k]! * byMoments.mean[k]!;
  transposeInto(bySums, batch, fanOut, transposed);
  findNonZeros(transposed, fanOut, batch, errors);
  nonZeroProduct(transposed, fanOut, batch, errors, inputs, fanIn, byMoments.mean);
  for (let k = 0; k < mean.length; k++) byMoments.mean[k]! += byMeanOfVariance[k]!;

  findNonZeros(bySums, batch, fanOut, errors);
  nonZeroProduct(bySums, batch, fanOut, errors, mean, fanIn, byInputs);
  nonZeroProduct(bySumVariance, batch, fanOut, errors, variance, fanIn, byInputSquares);
  for (let k = 0; k < inputs.length; k++) byInputs[k]! += byInputSquares[k]!;
  const meanSquares = own.momentsByInput.variance;
  squaresInto(mean, meanSquares);
  nonZeroProduct(bySumVariance, batch, fanOut, errors, meanSquares, fanIn, byInputSquares);
  for (let k = 0; k < inputs.length; k++) byInputs[k]! += (1 - 2 * inputs[k]!) * byInputSquares[k]!;
}

function squaresInto(values: Float64Array, squares: Float64Array): void {
  for (let k = 0; k < values.length; k++) squares[k] = values[k]! * values[k]!;
}
