import { HeavisideError } from '../heaviside-error.js';
import { outerSum, rowSum } from '../layers/dense-rows.js';
import type { GramNetwork, GramOrigin } from './gram-network.js';
import { type TwoLayerNetwork, twoLayerOutputs } from './two-layer-network.js';

/**
 * The dense network that the dual form stands for: `W₁ = c₀ W₁(0) − Aᵀ X`, `b₁ = c₀ b₁(0) − biasShare · Σᵢ Aᵢ`.
 *
 * @returns New arrays. @throws HeavisideError `HV_INPUTS_RELEASED`.
 */
export function expandGram(network: GramNetwork): TwoLayerNetwork {
  const { inputs, hidden, initialShare, coefficients, biasShare, output } = network;
  const { inputs: samples, hiddenWeights, hiddenBias } = originOf(network);
  const learned = outerSum(coefficients, samples, hidden, -1);
  const shift = rowSum(coefficients, hidden, -biasShare);
  return {
    inputs,
    hidden,
    outputs: output.outputs,
    hiddenWeights: learned.map((w, k) => initialShare * hiddenWeights[k]! + w),
    hiddenBias: hiddenBias?.map((b, j) => initialShare * b + shift[j]!),
    outputWeights: output.tensors['weight']!.slice(),
    outputBias: output.tensors['bias']?.slice(),
  };
}

/**
 * Answers inputs that the network was not trained on: `s(x) = c₀ (W₁(0) x + b₁(0)) − Aᵀ (X x + biasShare)`, computed
 * through the expanded network, since `Aᵀ (X x) = (Aᵀ X) x`.
 *
 * @param inputs `[count × inputs]`.
 * @returns y, `[count × outputs]`, a new array.
 * @throws RangeError when the inputs are empty, ragged or not finite.
 * @throws HeavisideError `HV_INPUTS_RELEASED`.
 */
export function predictGram(network: GramNetwork, inputs: Float64Array): Float64Array {
  return twoLayerOutputs(expandGram(network), inputs, network.learning.units);
}

/**
 * Lets go of X, W₁(0) and b₁(0): the training goes on, but the network can neither be expanded nor asked about an input
 * outside the training set. **Changes the network.**
 *
 * @throws RangeError when the step needs X because K is not kept.
 */
export function releaseInputs(network: GramNetwork): void {
  if (!network.kernel)
    throw new RangeError('the inputs cannot be released: kernel "recomputed" needs them at every step');
  network.origin = undefined;
}

function originOf({ origin }: GramNetwork): GramOrigin {
  if (origin) return origin;
  throw new HeavisideError(
    'HV_INPUTS_RELEASED',
    'usage',
    'the inputs and first weights of this front contribution were released: W1 is unknown, and so is the answer to an unseen input',
    { remedy: 'Expand or ask before releasing, or keep the inputs.' },
  );
}
