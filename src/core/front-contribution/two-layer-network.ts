import { requireCount, requireFinite, requireRows, requireShape } from '../check-numbers.js';
import { denseRows } from '../layers/dense-rows.js';
import type { StaticDescription } from '../neurons/static-units.js';
import { respondStatically } from '../neurons/static-units.js';

/**
 * One hidden layer and a linear read-out: `y = W₂ f(W₁ x + b₁) + b₂`.
 *
 * Weights are (out, in), unlike the product's input-major tensors.
 */
export interface TwoLayerNetwork {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  /** W₁, `[hidden × inputs]`. */
  readonly hiddenWeights: Float64Array;
  /** b₁, `[hidden]`. */
  readonly hiddenBias?: Float64Array | undefined;
  /** W₂, `[outputs × hidden]`. */
  readonly outputWeights: Float64Array;
  /** b₂, `[outputs]`. */
  readonly outputBias?: Float64Array | undefined;
}

/** @throws RangeError when a shape or a value is wrong; the message names both shapes. */
export function checkTwoLayerNetwork(network: TwoLayerNetwork): void {
  const { inputs, hidden, outputs, hiddenWeights, hiddenBias, outputWeights, outputBias } = network;
  requireCount('inputs', inputs, 1);
  requireCount('hidden units', hidden, 1);
  requireCount('outputs', outputs, 1);
  requireShape('hidden weights', hiddenWeights, { hidden, inputs });
  requireShape('output weights', outputWeights, { outputs, hidden });
  if (hiddenBias) requireShape('hidden bias', hiddenBias, { hidden });
  if (outputBias) requireShape('output bias', outputBias, { outputs });
  for (const [what, values] of Object.entries({ hiddenWeights, hiddenBias, outputWeights, outputBias }))
    if (values) requireFinite(what, values);
}

/**
 * Outputs of a batch.
 *
 * @param inputs x, `[batch × inputs]`. @param units f.
 * @returns y, `[batch × outputs]`, a new array.
 * @throws RangeError when the inputs are empty, ragged or not finite.
 */
export function twoLayerOutputs(
  network: TwoLayerNetwork,
  inputs: Float64Array,
  units: StaticDescription = { kind: 'relu' },
): Float64Array {
  requireRows('inputs', inputs, network.inputs);
  const sums = denseRows(inputs, network.hiddenWeights, network.hiddenBias, network.inputs);
  return denseRows(respondStatically(sums, units), network.outputWeights, network.outputBias, network.hidden);
}
