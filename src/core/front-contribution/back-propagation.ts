import { allFinite, requireFinite, requirePositive, requireRows, requireShape } from '../check-numbers.js';
import { denseRows, outerSum, rowSum } from '../layers/dense-rows.js';
import { freshOptimizer, type OptimizerState, optimizerStep } from '../optimizers/optimizer-step.js';
import { checkFrontLearning, FRONT_DEFAULTS, type FrontLearning } from './front-learning.js';
import { type OutputLayer, startOutputLayer, stepOutputLayer } from './output-layer.js';
import { checkTwoLayerNetwork, type TwoLayerNetwork } from './two-layer-network.js';

/** What a training step reports, whichever form took it. */
export interface StepReport {
  /** y before the update, `[batch × outputs]`. */
  readonly outputs: Float64Array;
  /** Mean loss of the batch before the update. */
  readonly loss: number;
  /** Whether a pre-activation or a weight is no longer finite. The state is then of no use: stop. */
  readonly diverged: boolean;
}

/** A two-layer network in training by ordinary back-propagation, the dynamics that the front contribution must equal. */
export interface BackPropagation {
  readonly learning: FrontLearning;
  readonly inputs: number;
  readonly hidden: number;
  /** W₁, `[hidden × inputs]` (out, in). */
  readonly hiddenWeights: Float64Array;
  readonly hiddenBias: Float64Array | undefined;
  readonly output: OutputLayer;
  /** Memories of the optimizer; the biases have their own, for they may have their own rate. */
  readonly weightOptimizer: OptimizerState;
  readonly biasOptimizer: OptimizerState;
}

/** @throws RangeError when a shape, a value or an option is wrong. */
export function startBackPropagation(network: TwoLayerNetwork, asked: Partial<FrontLearning> = {}): BackPropagation {
  checkTwoLayerNetwork(network);
  const learning = { ...FRONT_DEFAULTS, ...asked };
  checkFrontLearning(learning);
  return {
    learning,
    inputs: network.inputs,
    hidden: network.hidden,
    hiddenWeights: network.hiddenWeights.slice(),
    hiddenBias: network.hiddenBias?.slice(),
    output: startOutputLayer(network),
    weightOptimizer: freshOptimizer,
    biasOptimizer: freshOptimizer,
  };
}

/**
 * One step of back-propagation: the output layer as in `stepOutputLayer`, then `W₁′ = W₁ − η eᵀ X`, `b₁′ = b₁ − η_b Σ e`
 * (or the optimizer's own use of these gradients).
 *
 * @param inputs  X, `[batch × inputs]`. @param targets `[batch × outputs]`. @param lr η > 0.
 * @returns A new state; the arguments are untouched.
 * @throws RangeError when inputs or targets are empty, ragged, of another batch or not finite, or lr is not positive.
 */
export function stepBackPropagation(
  before: BackPropagation,
  inputs: Float64Array,
  targets: Float64Array,
  lr: number,
): { readonly report: StepReport; readonly state: BackPropagation } {
  const { learning, hidden } = before;
  const batch = requireRows('inputs', inputs, before.inputs);
  requireShape('targets', targets, { batch, outputs: before.output.outputs });
  requireFinite('targets', targets);
  requirePositive('learning rate', lr);
  const sums = denseRows(inputs, before.hiddenWeights, before.hiddenBias, before.inputs);
  const { outputs, loss, hiddenError, layer } = stepOutputLayer(before.output, sums, targets, learning, lr);
  const moved = optimizerStep(
    learning.optimizer,
    { weight: before.hiddenWeights },
    { weight: outerSum(hiddenError, inputs, hidden, -1) },
    before.weightOptimizer,
    lr,
  );
  const shifted =
    before.hiddenBias && learning.hiddenBiasRatio > 0
      ? optimizerStep(
          learning.optimizer,
          { bias: before.hiddenBias },
          { bias: rowSum(hiddenError, hidden, -1) },
          before.biasOptimizer,
          lr * learning.hiddenBiasRatio,
        )
      : undefined;
  const state: BackPropagation = {
    ...before,
    hiddenWeights: moved.tensors['weight']!,
    hiddenBias: shifted?.tensors['bias'] ?? before.hiddenBias,
    output: layer,
    weightOptimizer: moved.state,
    biasOptimizer: shifted?.state ?? before.biasOptimizer,
  };
  const finite = [state.hiddenWeights, layer.tensors['weight']!, sums].every(allFinite);
  return { report: { outputs, loss, diverged: !finite }, state };
}

/** The network as it stands; the arrays are the state's own, not copies. */
export function backPropagated(state: BackPropagation): TwoLayerNetwork {
  const { inputs, hidden, hiddenWeights, hiddenBias, output } = state;
  return {
    inputs,
    hidden,
    outputs: output.outputs,
    hiddenWeights,
    hiddenBias,
    outputWeights: output.tensors['weight']!,
    outputBias: output.tensors['bias'],
  };
}
