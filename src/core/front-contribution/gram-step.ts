import { allFinite, requireCount, requireFinite, requirePositive, requireShape } from '../check-numbers.js';
import type { DenseProducts } from '../layers/dense-products.js';
import { plainProducts } from '../layers/plain-products.js';
import type { StepReport } from './back-propagation.js';
import { kernelRow } from './gram-kernel.js';
import type { GramNetwork } from './gram-network.js';
import { outputsOf, stepOutputLayer } from './output-layer.js';

/**
 * Trains on a batch of the training samples without touching W₁. **Changes the network in place.**
 *
 *     s = S[idx]      y, e, W₂′, b₂′ as in back-propagation (`stepOutputLayer`)
 *     S′ = S − η K[:, idx] e                A′[idx] = A[idx] + η e, added once for every occurrence of a sample
 *
 * With momentum µ and weight decay λ as in `optimizerStep`, where a gradient of W₁ reads `eᵀ X + λ W₁`:
 *
 *     V_S = µ V_S + K[:, idx] e + λ S       V_A = µ V_A + e − λ A       V_c = µ V_c + λ c₀
 *     S′  = S − η V_S                       A′  = A + η V_A             c₀′ = c₀ − η V_c
 *
 * Exact, for x enters the update of W₁ only as the right factor of an outer product: what the update does to the
 * pre-activation of sample i needs no more of the inputs than ⟨x_b, xᵢ⟩.
 *
 * @param indices Samples of the batch; may repeat. @param targets `[batch × outputs]`. @param lr η > 0.
 * @param products What multiplies; best those that `startGram` was given.
 * @returns Outputs before the update, loss, and whether the network diverged (reported, not thrown).
 * @throws RangeError for an index out of range, targets of another shape or not finite, or a rate that is not positive;
 *   then nothing has changed.
 */
export function stepGram(
  network: GramNetwork,
  indices: ArrayLike<number>,
  targets: Float64Array,
  lr: number,
  products: DenseProducts = plainProducts(),
): StepReport {
  const batch = indices.length;
  requireIndices(network, indices);
  requireShape('targets', targets, { batch, outputs: network.output.outputs });
  requireFinite('targets', targets);
  requirePositive('learning rate', lr);
  const sums = sumsOf(network, indices);
  const { outputs, loss, hiddenError, layer } = stepOutputLayer(
    network.output,
    sums,
    targets,
    network.learning,
    lr,
    products,
  );
  network.output = layer;
  if (network.velocity) moveWithMomentum(network, indices, hiddenError, lr, products);
  else move(network, indices, hiddenError, lr, products);
  const diverged = !allFinite(network.preActivations) || !allFinite(layer.tensors['weight']!);
  return { outputs, loss, diverged };
}

/**
 * Answers training samples as the network stands.
 *
 * @returns y, `[indices × outputs]`, a new array. @throws RangeError for an index out of range.
 */
export function gramOutputs(network: GramNetwork, indices: ArrayLike<number>): Float64Array {
  requireIndices(network, indices);
  return outputsOf(network.output, sumsOf(network, indices), network.learning);
}

function requireIndices({ samples }: GramNetwork, indices: ArrayLike<number>): void {
  requireCount('batch', indices.length, 1);
  for (let b = 0; b < indices.length; b++)
    if (!(Number.isInteger(indices[b]) && indices[b]! >= 0 && indices[b]! < samples))
      throw new RangeError(`sample index must be a whole number in 0..${samples - 1}, got ${indices[b]}`);
}

/** S[idx], `[batch × hidden]`. */
function sumsOf({ preActivations, samples, hidden }: GramNetwork, indices: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(indices.length * hidden);
  for (let b = 0; b < indices.length; b++)
    for (let j = 0; j < hidden; j++) sums[b * hidden + j] = preActivations[j * samples + indices[b]!]!;
  return sums;
}

/**
 * Adds what a batch does to every pre-activation: `target[j,i] += scale · Σ_b error[b,j] · K[index_b, i]`, in place. A
 * repeated sample counts as often as it appears.
 */
function addKernelColumns(
  { kernel, origin, samples, inputs, hidden, biasShare }: GramNetwork,
  target: Float64Array,
  indices: ArrayLike<number>,
  error: Float64Array,
  scale: number,
  products: DenseProducts,
): void {
  const batch = indices.length;
  const byUnit = new Float64Array(error.length);
  for (let b = 0; b < batch; b++)
    for (let j = 0; j < hidden; j++) byUnit[j * batch + b] = scale * error[b * hidden + j]!;
  if (kernel) {
    products.addChosen(byUnit, kernel.values, indices, target, hidden);
    return;
  }
  const rows = new Float64Array(batch * samples);
  for (let b = 0; b < batch; b++) rows.set(kernelRow(origin!.inputs, inputs, biasShare, indices[b]!), b * samples);
  products.addChosen(
    byUnit,
    rows,
    Uint32Array.from(indices).map((_, b) => b),
    target,
    hidden,
  );
}

function move(
  network: GramNetwork,
  indices: ArrayLike<number>,
  error: Float64Array,
  lr: number,
  products: DenseProducts,
): void {
  const { preActivations, coefficients, hidden } = network;
  const kept = 1 - lr * decayOf(network);
  if (kept !== 1) {
    scale(preActivations, kept);
    scale(coefficients, kept);
    network.initialShare *= kept;
  }
  addKernelColumns(network, preActivations, indices, error, -lr, products);
  scatterAdd(coefficients, indices, error, hidden, lr);
}

function moveWithMomentum(
  network: GramNetwork,
  indices: ArrayLike<number>,
  error: Float64Array,
  lr: number,
  products: DenseProducts,
): void {
  const { preActivations, coefficients, hidden } = network;
  const velocity = network.velocity!;
  const decay = decayOf(network);
  const { momentum } = network.learning.optimizer as { readonly momentum: number };
  turn(velocity.preActivations, momentum, preActivations, decay);
  turn(velocity.coefficients, momentum, coefficients, -decay);
  velocity.initialShare = momentum * velocity.initialShare + decay * network.initialShare;
  addKernelColumns(network, velocity.preActivations, indices, error, 1, products);
  scatterAdd(velocity.coefficients, indices, error, hidden, 1);
  turn(preActivations, 1, velocity.preActivations, -lr);
  turn(coefficients, 1, velocity.coefficients, lr);
  network.initialShare -= lr * velocity.initialShare;
}

function decayOf({ learning }: GramNetwork): number {
  return learning.optimizer.weightDecay;
}

function scale(values: Float64Array, factor: number): void {
  for (let k = 0; k < values.length; k++) values[k]! *= factor;
}

/** `values = keep · values + share · other`, in place. */
function turn(values: Float64Array, keep: number, other: Float64Array, share: number): void {
  for (let k = 0; k < values.length; k++) values[k] = keep * values[k]! + share * other[k]!;
}

/** Adds each row of the error to its sample's row: a sample that occurs twice receives both. */
function scatterAdd(
  rows: Float64Array,
  indices: ArrayLike<number>,
  error: Float64Array,
  width: number,
  factor: number,
): void {
  for (let b = 0; b < indices.length; b++)
    for (let j = 0; j < width; j++) rows[indices[b]! * width + j]! += factor * error[b * width + j]!;
}
