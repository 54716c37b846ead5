import { requirePositive, requireRows } from '../check-numbers.js';
import { normedReward } from '../feedback/stabilised.js';
import { scaledByMagnitude } from '../feedback/weighted-feedback.js';
import type { Tensors } from '../layers/tensors.js';
import { denseReward } from '../rewards/dense-rewards.js';
import { addCentreDrift } from './centre-rule.js';
import { checkLabels } from './check-layer.js';
import { allocate, type LayerPass, layerPass } from './layer-pass.js';
import { type LfpGrowth, lfpBackward, lfpForward } from './lfp-pass.js';
import { type LfpVariant, lfpFactors } from './lfp-variant.js';
import type { LabelledBatch } from './network-gradients.js';
import { passThrough } from './network-pass.js';
import { layersOf, type ResponsibilityNetwork } from './responsibility-network.js';

/** Which feedback. */
export interface LfpOptions {
  readonly variant: LfpVariant;
  /** Keeps a sum of 0 from dividing; > 0. */
  readonly epsilon: number;
  /** Whether to add up what the local centre rule needs; the feedback does without. */
  readonly wantDrifts?: boolean;
}

/** What a batch teaches a network; sums over the batch, not means. */
export interface LfpFeedback {
  /** Logits of the variant, `[batch × classes]`. */
  readonly outputs: Float64Array;
  /** Direction of increase of weights and biases, by name and in their layouts. */
  readonly tensors: Tensors;
  /** Reward of the inputs, `[batch × features]`. */
  readonly inputs: Float64Array;
  /** Per layer the sum over the batch of ρ (a − c), `[units × fanIn]`; zeros unless wanted, and for `plain`. */
  readonly drifts: readonly Float64Array[];
}

/**
 * Layer-wise feedback propagation with responsibility, for step units (any hidden unit will do: no derivative is taken).
 * Experimental, no benefit measured.
 *
 *     z = Σᵢ k w a + b      R = (onehot − softmax(z)) ⊙ z at the outputs      q = R / stabilised(z)
 *     Rᵢ = aᵢ Σⱼ k w q      f_w = |w| Σ_batch q s a                           f_b = |b| Σ_batch q
 *
 * | variant | k | s |
 * | --- | --- | --- |
 * | `plain` | 1 | 1 |
 * | `fwd` | M ρ | M ρ |
 * | `upd` | 1 | n ρ |
 *
 * With `fwd`, `Σᵢ R(i←j) = Rⱼ (zⱼ − bⱼ) / stabilised(zⱼ)`. Centres and widths have no gradient here. A bias of 0 stays 0.
 *
 * @returns New arrays; the arguments are untouched.
 * @throws RangeError for tensors, inputs or labels that do not fit or are not finite, and for epsilon <= 0.
 * @see Weber et al. 2025, "Efficient and Flexible Neural Network Training through Layer-wise Feedback Propagation", for
 * the rule of `plain`; its meeting with responsibility is ours.
 */
export function lfpFeedback(
  network: ResponsibilityNetwork,
  tensors: Tensors,
  { inputs, labels }: LabelledBatch,
  { variant, epsilon, wantDrifts = false }: LfpOptions,
): LfpFeedback {
  requirePositive('epsilon', epsilon);
  const passes = layersOf(network, tensors).map(layerPass);
  const { fanIn } = passes[0]!.layer;
  const { sums } = passes.at(-1)!;
  const classes = sums.length;
  const batch = requireRows('inputs', inputs, fanIn);
  checkLabels(labels, batch, classes);
  const factors = new Map(passes.map((pass) => [pass, lfpFactors(variant, pass)]));
  const forward = (pass: LayerPass, signal: Float64Array): void => {
    if (variant !== 'plain') allocate(pass, signal);
    lfpForward(pass, factors.get(pass)!.carry, signal);
  };
  const growths = passes.map(({ layer, shares }): LfpGrowth => {
    return { weight: new Float64Array(shares.length), bias: new Float64Array(layer.units) };
  });
  const drifts = passes.map(({ shares }) => new Float64Array(shares.length));
  const outputs = new Float64Array(batch * classes);
  const rewards = new Float64Array(inputs.length);
  for (let sample = 0; sample < batch; sample++) {
    const x = inputs.subarray(sample * fanIn, (sample + 1) * fanIn);
    const signals = passThrough(passes, network.hidden, x, forward);
    let reward = denseReward({ kind: 'softmax' }, sums, labels.subarray(sample, sample + 1), classes);
    for (let l = passes.length - 1; l >= 0; l--) {
      const pass = passes[l]!;
      const normed = normedReward(reward, pass.sums, epsilon);
      reward = lfpBackward(pass, factors.get(pass)!, signals[l]!, normed, growths[l]!);
      if (wantDrifts) addCentreDrift(pass, signals[l]!, drifts[l]!);
    }
    outputs.set(sums, sample * classes);
    rewards.set(reward, sample * fanIn);
  }
  const named = passes.flatMap(({ layer }, l) => [
    [`${layer.name}.weight`, scaledByMagnitude(layer.weight, growths[l]!.weight)] as const,
    [`${layer.name}.bias`, scaledByMagnitude(layer.bias, growths[l]!.bias)] as const,
  ]);
  return { outputs, tensors: Object.fromEntries(named), inputs: rewards, drifts };
}
