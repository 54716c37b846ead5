import {
  backPropagated,
  startBackPropagation,
  stepBackPropagation,
} from '../../../src/core/front-contribution/back-propagation.js';
import { expandGram, predictGram } from '../../../src/core/front-contribution/gram-expand.js';
import { type GramOptions, preActivationRows, startGram } from '../../../src/core/front-contribution/gram-network.js';
import { stepGram } from '../../../src/core/front-contribution/gram-step.js';
import { type TwoLayerNetwork, twoLayerOutputs } from '../../../src/core/front-contribution/two-layer-network.js';
import { denseRows } from '../../../src/core/layers/dense-rows.js';
import { expectClose } from '../expect-close.js';
import { rowsAt } from './small-problems.js';

/**
 * Trains the Gram form and ordinary back-propagation side by side and expects the same outputs before every update, the
 * same pre-activations, weights and answers to unseen inputs after the last.
 */
export function expectSameAsBackPropagation(
  { network, inputs, targets }: { network: TwoLayerNetwork; inputs: Float64Array; targets: Float64Array },
  batches: readonly (readonly number[])[],
  lr: number,
  options: GramOptions,
): void {
  const { kernel: _kernel, rule: _rule, clip: _clip, ...learning } = options;
  const gram = startGram(network, inputs, options);
  let reference = startBackPropagation(network, learning);
  for (const batch of batches) {
    const wanted = rowsAt(targets, batch, network.outputs);
    const stepped = stepGram(gram, batch, wanted, lr);
    const { report, state } = stepBackPropagation(reference, rowsAt(inputs, batch, network.inputs), wanted, lr);
    reference = state;
    // Outputs are sums of about `hidden` products of numbers around 1, which may cancel.
    expectClose(stepped.outputs, report.outputs, 1e-12, network.hidden);
    expectClose([stepped.loss], [report.loss], 1e-12, 1);
  }
  const [dual, ordinary] = [expandGram(gram), backPropagated(reference)];
  const pairs: [Float64Array | undefined, Float64Array | undefined][] = [
    [dual.hiddenWeights, ordinary.hiddenWeights],
    [dual.hiddenBias, ordinary.hiddenBias],
    [dual.outputWeights, ordinary.outputWeights],
    [dual.outputBias, ordinary.outputBias],
  ];
  for (const [actual, expected] of pairs) if (actual && expected) expectClose(actual, expected, 1e-12, 1);
  const sums = denseRows(inputs, ordinary.hiddenWeights, ordinary.hiddenBias, network.inputs);
  expectClose(preActivationRows(gram), sums, 1e-12, network.inputs);
  const unseen = inputs.map((value, k) => value / 2 - (k % 3));
  const units = learning.units ?? { kind: 'relu' };
  expectClose(predictGram(gram, unseen), twoLayerOutputs(ordinary, unseen, units), 1e-12, 3 * network.inputs);
}
