import type { Tensors } from '../../core/layers/tensors.js';
import type { GradientLearning, Learning, LfpLearning } from '../../core/learning.js';
import { outputError } from '../../core/losses/output-error.js';
import { backwardWeights } from '../../core/network/backward-weights.js';
import { networkFeedback } from '../../core/network/network-feedback.js';
import { networkGradient } from '../../core/network/network-gradient.js';
import type { NetworkTrace } from '../../core/network/simulate-network.js';
import { type OutputReward, outputReward, rewardOverSteps } from '../../core/rewards/output-reward.js';
import { sumOverSteps } from '../../core/signal.js';
import type { RandomStreams } from '../../data/random-streams.js';

/** What a presentation sends back through the network. */
export interface SentBack {
  /** Feedback of every trainable tensor, before clipping; none unless asked for. */
  readonly tensors: Tensors;
  /** Reward of each input, or its share of minus the gradient, summed over the steps, `[batch × inputs]`; when asked for. */
  readonly inputs: Float64Array | undefined;
  /** Under LFP, with the tensors: what each unit earned, by layer, summed over steps and samples; else none. */
  readonly units: Tensors;
}

/** The answer of a whole presentation, and what it should have been. */
interface Answered {
  readonly trace: NetworkTrace;
  /** Read-out, `[batch × classes]`. */
  readonly values: Float64Array;
  readonly labels: Int32Array;
}

/** Sends back what an answer earned: to the inputs, or to the tensors. */
export type OwnFeedback = (answered: Answered, to: 'inputs' | 'tensors') => SentBack;

/**
 * The run's own rule in float64: LFP with its own reward, or the gradient of its own loss. Fixed weights on the way back
 * are drawn again from the beginning of the stream `backward`, which is not moved.
 *
 * @returns undefined for learners that send nothing through the network.
 */
export function ownFeedback(learn: Learning, streams: RandomStreams): OwnFeedback | undefined {
  if (learn.method === 'lfp') return rewarded(learn);
  return learn.method === 'gradient' ? descending(learn, streams) : undefined;
}

function rewarded({ rule, reward }: LfpLearning): OwnFeedback {
  return ({ trace, values, labels }, to) => {
    const { plan, span } = trace;
    const earned = outputReward(reward, plan.readout, values, labels, span.steps, rule.epsilon);
    const options = { rule, inputReward: to === 'inputs', tensors: to === 'tensors' };
    const { tensors, inputs, outputRewards } = networkFeedback([trace], [overSteps(earned, trace)], options);
    const units = plan.layers.map(({ id, size }, k) => [id, sumOverSteps(outputRewards[0]![k]!, size)]);
    return { tensors, inputs: inputs && ofInputs(trace, inputs[0]!), units: Object.fromEntries(units) };
  };
}

function descending({ rule, loss }: GradientLearning, streams: RandomStreams): OwnFeedback {
  let fixed: Tensors | undefined;
  return ({ trace, values, labels }, to) => {
    const { plan, span } = trace;
    fixed ??= backwardWeights(rule, plan, streams.fresh('backward'));
    const { error } = outputError(loss, plan.readout, values, labels, span.steps);
    const { tensors, inputs } = networkGradient([trace], [overSteps(error, trace)], {
      ...rule,
      ...(rule.kind === 'direct-feedback-alignment' ? { direct: fixed } : { backward: fixed }),
      inputError: to === 'inputs',
      tensors: to === 'tensors',
    });
    return { tensors, inputs: inputs && ofInputs(trace, inputs[0]!), units: {} };
  };
}

function overSteps(reward: OutputReward, { layers, span }: NetworkTrace): Float64Array {
  return rewardOverSteps(reward, layers.at(-1)!.output, span, true);
}

function ofInputs({ plan, span }: NetworkTrace, sent: Float64Array): Float64Array {
  return sumOverSteps(sent, span.batch * plan.inputSize);
}
