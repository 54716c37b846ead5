import type { DenseProducts } from '../layers/dense-products.js';
import { denseRows, rowSum } from '../layers/dense-rows.js';
import { plainProducts } from '../layers/plain-products.js';
import type { Tensors } from '../layers/tensors.js';
import { transposed } from '../layers/transpose.js';
import { lossOf } from '../losses/loss.js';
import { respondStatically } from '../neurons/static-units.js';
import { freshOptimizer, type OptimizerState, optimizerStep } from '../optimizers/optimizer-step.js';
import { type FrontLearning, localDerivative } from './front-learning.js';
import type { TwoLayerNetwork } from './two-layer-network.js';

/** The layer that is always updated as it stands: W₂ and b₂ with the memory of their optimizer. */
export interface OutputLayer {
  readonly outputs: number;
  readonly hidden: number;
  /** `weight` W₂ `[outputs × hidden]` (out, in); `bias` b₂ `[outputs]` where there is one. */
  readonly tensors: Tensors;
  readonly optimizer: OptimizerState;
}

/** The output layer of a network that has not learned yet; it owns its tensors. */
export function startOutputLayer({ outputs, hidden, outputWeights, outputBias }: TwoLayerNetwork): OutputLayer {
  const bias = outputBias && { bias: outputBias.slice() };
  return { outputs, hidden, tensors: { weight: outputWeights.slice(), ...bias }, optimizer: freshOptimizer };
}

/** y = W₂ f(s) + b₂, `[batch × outputs]`. */
export function outputsOf({ hidden, tensors }: OutputLayer, sums: Float64Array, learning: FrontLearning): Float64Array {
  return denseRows(respondStatically(sums, learning.units), tensors['weight']!, tensors['bias'], hidden);
}

/** What a batch teaches: the layer after it, and the error that goes on to the hidden layer. */
export interface OutputStep {
  /** y before the update, `[batch × outputs]`. */
  readonly outputs: Float64Array;
  /** Mean loss of the batch before the update. */
  readonly loss: number;
  /** e, `[batch × hidden]`; holds the 1 / batch of the mean. */
  readonly hiddenError: Float64Array;
  readonly layer: OutputLayer;
}

/**
 * Updates the output layer and sends the error back.
 *
 *     v = f(s)      y = v W₂ᵀ + b₂      g = ∂loss/∂y
 *     W₂′ = W₂ − η gᵀ v                 b₂′ = b₂ − η Σ g
 *     e = (g W₂*) ⊙ f′(s)               W₂* = W₂ (simultaneous) or W₂′ (sequential)
 *
 * @param sums    s, pre-activations of the hidden units, `[batch × hidden]`.
 * @param targets `[batch × outputs]`.
 * @param lr      η.
 * @param products What multiplies.
 * @returns New arrays; the arguments are untouched.
 * @see Mishra & Arunkumar, "Front Contribution instead of Back Propagation", eqs. 13–14 (sequential order).
 */
export function stepOutputLayer(
  layer: OutputLayer,
  sums: Float64Array,
  targets: Float64Array,
  learning: FrontLearning,
  lr: number,
  products: DenseProducts = plainProducts(),
): OutputStep {
  const { hidden, outputs: width } = layer;
  const batch = sums.length / hidden;
  const activations = respondStatically(sums, learning.units);
  const outputs = new Float64Array(batch * width);
  products.multiply(activations, transposed(layer.tensors['weight']!, width, hidden), outputs, batch);
  addToRows(outputs, layer.tensors['bias']);
  const { loss, gradient } = lossOf(learning.loss, outputs, targets, width);
  const byWeight = new Float64Array(width * hidden);
  products.multiply(transposed(gradient, batch, width), activations, byWeight, width);
  for (let k = 0; k < byWeight.length; k++) byWeight[k] = -byWeight[k]!;
  const feedback = {
    weight: byWeight,
    ...(layer.tensors['bias'] && { bias: rowSum(gradient, width, -1) }),
  };
  const { tensors, state } = optimizerStep(learning.optimizer, layer.tensors, feedback, layer.optimizer, lr);
  const sender = learning.order === 'sequential' ? tensors : layer.tensors;
  const derivative = localDerivative(learning);
  const hiddenError = new Float64Array(batch * hidden);
  products.multiply(gradient, sender['weight']!, hiddenError, batch);
  for (let k = 0; k < hiddenError.length; k++) hiddenError[k]! *= derivative(sums[k]!);
  return { outputs, loss, hiddenError, layer: { ...layer, tensors, optimizer: state } };
}

function addToRows(rows: Float64Array, bias: Float64Array | undefined): void {
  if (!bias) return;
  for (let from = 0; from < rows.length; from += bias.length)
    for (let j = 0; j < bias.length; j++) rows[from + j]! += bias[j]!;
}
