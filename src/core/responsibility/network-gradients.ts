import { requireRows } from '../check-numbers.js';
import type { Tensors } from '../layers/tensors.js';
import { lossOf, oneHot } from '../losses/loss.js';
import { addCentreDrift } from './centre-rule.js';
import { checkLabels } from './check-layer.js';
import { type SurrogateDerivative, slopeOf } from './hidden-units.js';
import { layerPass, passForward } from './layer-pass.js';
import { passThrough } from './network-pass.js';
import { noGradients, passBackward, type ResponsibilityMode } from './pass-backward.js';
import { RESPONSIBILITY_TENSORS } from './responsibility-layer.js';
import { layersOf, type ResponsibilityNetwork } from './responsibility-network.js';

/** Samples with their classes: `inputs` `[batch × features]`, `labels` `[batch]`. */
export interface LabelledBatch {
  readonly inputs: Float64Array;
  readonly labels: Int32Array;
}

/** Which gradient. */
export interface GradientOptions {
  readonly mode: ResponsibilityMode;
  /** Stands in for the derivative of step units; others do not read it. */
  readonly surrogate?: SurrogateDerivative | undefined;
  /** Whether to add up what the local centre rule needs; the gradient does without. */
  readonly wantDrifts?: boolean;
}

/** What a batch says about a network. */
export interface NetworkGradients {
  /** Softmax cross-entropy, mean over the batch. */
  readonly loss: number;
  /** Logits, `[batch × classes]`. */
  readonly outputs: Float64Array;
  /** ∂ loss by every tensor, by its name and in its layout; in mode `stop` zeros for centres and widths. */
  readonly tensors: Tensors;
  /** ∂ loss by the inputs, `[batch × features]`. */
  readonly inputs: Float64Array;
  /** Per layer the sum over the batch of ρ (x − c), `[units × fanIn]`; zeros unless wanted. */
  readonly drifts: readonly Float64Array[];
}

/**
 * Softmax cross-entropy of a batch and its derivatives: `g = (softmax(z) − onehot) / batch` at the outputs, then layer by
 * layer down, times the derivative of the hidden units.
 *
 * @returns New arrays; the arguments are untouched.
 * @throws RangeError for tensors, inputs or labels that do not fit or are not finite, and for step units without a
 * surrogate derivative.
 */
export function networkGradients(
  network: ResponsibilityNetwork,
  tensors: Tensors,
  { inputs, labels }: LabelledBatch,
  { mode, surrogate, wantDrifts = false }: GradientOptions,
): NetworkGradients {
  const slope = slopeOf(network.hidden, surrogate);
  const passes = layersOf(network, tensors).map(layerPass);
  const { fanIn } = passes[0]!.layer;
  const { sums } = passes.at(-1)!;
  const classes = sums.length;
  const batch = requireRows('inputs', inputs, fanIn);
  checkLabels(labels, batch, classes);
  const targets = oneHot(labels, classes);
  const gradients = passes.map(noGradients);
  const drifts = passes.map(({ shares }) => new Float64Array(shares.length));
  const byInputs = passes.map(({ layer }) => new Float64Array(layer.fanIn));
  const outputs = new Float64Array(batch * classes);
  const byFeatures = new Float64Array(inputs.length);
  let loss = 0;
  for (let sample = 0; sample < batch; sample++) {
    const x = inputs.subarray(sample * fanIn, (sample + 1) * fanIn);
    const signals = passThrough(passes, network.hidden, x, passForward);
    const judged = lossOf('cross-entropy', sums, targets.subarray(sample * classes, (sample + 1) * classes), classes);
    loss += judged.loss / batch;
    let gradient = judged.gradient.map((g) => g / batch);
    for (let l = passes.length - 1; l >= 0; l--) {
      const received = byInputs[l]!;
      passBackward[mode](passes[l]!, signals[l]!, gradient, gradients[l]!, received);
      if (wantDrifts) addCentreDrift(passes[l]!, signals[l]!, drifts[l]!);
      if (l > 0) gradient = passes[l - 1]!.sums.map((z, i) => slope(z) * received[i]!);
    }
    outputs.set(sums, sample * classes);
    byFeatures.set(byInputs[0]!, sample * fanIn);
  }
  const named = passes.flatMap(({ layer }, l) =>
    RESPONSIBILITY_TENSORS.map((tensor) => [`${layer.name}.${tensor}`, gradients[l]![tensor]] as const),
  );
  return { loss, outputs, tensors: Object.fromEntries(named), inputs: byFeatures, drifts };
}
