import { allFinite, requireFinite, requirePositive, requireRows, requireShape } from '../check-numbers.js';
import { freshOptimizer, type OptimizerState, optimizerStep } from '../optimizers/optimizer-step.js';
import type { StepReport } from './back-propagation.js';
import { checkFrontLearning, FRONT_DEFAULTS, type FrontLearning } from './front-learning.js';
import { type OutputLayer, startOutputLayer, stepOutputLayer } from './output-layer.js';
import { type DualChoice, noDual, requireDual } from './require-dual.js';
import { checkTwoLayerNetwork, type TwoLayerNetwork } from './two-layer-network.js';

/**
 * Technique (iii) for two input dimensions, corrected: the pre-activations of the two basis inputs (1, 1) and (1, −1)
 * stand for the first layer. They are W₁ in rotated coordinates, so nothing is saved.
 */
export interface BasisForm {
  readonly learning: FrontLearning;
  readonly hidden: number;
  /** s = w₁ + w₂, pre-activation of (1, 1), `[hidden]`. */
  readonly sum: Float64Array;
  /** w₁ − w₂, pre-activation of (1, −1), `[hidden]`. */
  readonly difference: Float64Array;
  readonly output: OutputLayer;
  readonly optimizer: OptimizerState;
}

/**
 * @throws RangeError when a shape, a value or an option is wrong.
 * @throws HeavisideError `HV_NO_DUAL` for inputs of other than two dimensions, hidden biases, Adam, LFP rules, clipping.
 */
export function startBasisForm(network: TwoLayerNetwork, options: Partial<FrontLearning & DualChoice> = {}): BasisForm {
  const { rule, clip, ...asked } = options;
  const learning = { ...FRONT_DEFAULTS, ...asked };
  requireDual({ optimizer: learning.optimizer, rule, clip });
  checkFrontLearning(learning);
  checkTwoLayerNetwork(network);
  const { inputs, hidden, hiddenWeights, hiddenBias } = network;
  if (inputs !== 2) throw noDual(`the basis form exists for 2 inputs, the network has ${inputs}`, 'Use the Gram form.');
  if (hiddenBias)
    throw noDual('the basis form exists without hidden biases, the network has some', 'Use the Gram form.');
  const onBasis = (sign: number) =>
    Float64Array.from({ length: hidden }, (_, j) => hiddenWeights[2 * j]! + sign * hiddenWeights[2 * j + 1]!);
  return {
    learning,
    hidden,
    sum: onBasis(1),
    difference: onBasis(-1),
    output: startOutputLayer(network),
    optimizer: freshOptimizer,
  };
}

/**
 * One step: `s(x) = (s₊ + s₋)/2 · x₁ + (s₊ − s₋)/2 · x₂`, then `s₊ ← s₊ − η Σ e (x₁ + x₂)`, `s₋ ← s₋ − η Σ e (x₁ − x₂)`.
 *
 * @param inputs `[batch × 2]`. @param targets `[batch × outputs]`. @param lr η > 0.
 * @returns A new state; the arguments are untouched.
 * @throws RangeError when inputs or targets are empty, ragged, of another batch or not finite, or lr is not positive.
 */
export function stepBasisForm(
  before: BasisForm,
  inputs: Float64Array,
  targets: Float64Array,
  lr: number,
): { readonly report: StepReport; readonly state: BasisForm } {
  const { learning, hidden, sum, difference } = before;
  const batch = requireRows('inputs', inputs, 2);
  requireShape('targets', targets, { batch, outputs: before.output.outputs });
  requireFinite('targets', targets);
  requirePositive('learning rate', lr);
  const sums = basisSums(before, inputs);
  const { outputs, loss, hiddenError, layer } = stepOutputLayer(before.output, sums, targets, learning, lr);
  const learned = (sign: number) => {
    const feedback = new Float64Array(hidden);
    hiddenError.forEach((e, k) => {
      const row = 2 * Math.floor(k / hidden);
      feedback[k % hidden]! -= e * (inputs[row]! + sign * inputs[row + 1]!);
    });
    return feedback;
  };
  const { tensors, state: optimizer } = optimizerStep(
    learning.optimizer,
    { sum, difference },
    { sum: learned(1), difference: learned(-1) },
    before.optimizer,
    lr,
  );
  const state = { ...before, sum: tensors['sum']!, difference: tensors['difference']!, output: layer, optimizer };
  const finite = [state.sum, state.difference, layer.tensors['weight']!, sums].every(allFinite);
  return { report: { outputs, loss, diverged: !finite }, state };
}

/** Pre-activations of any inputs `[count × 2]`: `[count × hidden]`, a new array. */
export function basisSums({ sum, difference, hidden }: BasisForm, inputs: Float64Array): Float64Array {
  return Float64Array.from({ length: (inputs.length / 2) * hidden }, (_, k) => {
    const row = 2 * Math.floor(k / hidden);
    const [plus, minus] = [sum[k % hidden]!, difference[k % hidden]!];
    return ((plus + minus) / 2) * inputs[row]! + ((plus - minus) / 2) * inputs[row + 1]!;
  });
}

/** The dense network that the basis form stands for. New arrays. */
export function expandBasisForm({ sum, difference, hidden, output }: BasisForm): TwoLayerNetwork {
  const hiddenWeights = new Float64Array(2 * hidden);
  for (let j = 0; j < hidden; j++) {
    hiddenWeights[2 * j] = (sum[j]! + difference[j]!) / 2;
    hiddenWeights[2 * j + 1] = (sum[j]! - difference[j]!) / 2;
  }
  return {
    inputs: 2,
    hidden,
    outputs: output.outputs,
    hiddenWeights,
    outputWeights: output.tensors['weight']!.slice(),
    outputBias: output.tensors['bias']?.slice(),
  };
}
