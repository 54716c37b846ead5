import { requireShape } from '../check-numbers.js';
import { addedUp } from '../feedback/finish-feedback.js';
import type { Tensors } from '../layers/tensors.js';
import type { NetworkTrace } from '../network/simulate-network.js';
import { sumOverSteps } from '../signal.js';
import { pairWindows } from './pair-window.js';
import type { RstdpReward } from './rstdp-reward.js';
import type { RstdpRule } from './rstdp-rule.js';

/**
 * Reward-modulated STDP through a whole network: the direction in which every weight should move, `reward · e(T)` summed
 * over the batch.
 *
 *     x⁺ = λ₊ x⁺ + s_pre                            presynaptic trace
 *     x⁻ = λ₋ x⁻                                    postsynaptic trace of the steps before
 *     e  = λₑ e + A₊ x⁺ s_post − A₋ x⁻ s_pre        eligibility of a synapse, from 0
 *     x⁻ = x⁻ + s_post
 *
 * with λ = exp(−1 / τ), τ in steps; all pairs count. An input that is a value and not a spike (a constant current, an
 * average pool) takes the spike's place with its value. A convolution's weight gets the sum over its positions. Biases
 * are no synapses: they have no presynaptic spikes and stay as they are.
 *
 * @param traces The chunks of one presentation, in their order, from rest.
 * @param reward Of each sample, and of each output if these have their own.
 * @returns New arrays for the weights of all weighted layers, named and shaped as these.
 * @throws RangeError when a reward has another number of values than samples or outputs.
 * @see Izhikevich 2007; Florian 2007; Frémaux & Gerstner 2016.
 */
export function rstdpFeedback(traces: readonly NetworkTrace[], reward: RstdpReward, rule: RstdpRule): Tensors {
  const { plan, span } = traces.at(-1)!;
  requireShape('reward.everywhere', reward.everywhere, { batch: span.batch });
  if (reward.outputs) requireShape('reward.outputs', reward.outputs, { batch: span.batch, classes: plan.outputSize });
  const feedback: Record<string, Float64Array> = {};
  plan.layers.forEach(({ tensors: [weights], size }, index) => {
    const isLast = index === plan.layers.length - 1;
    if (!weights || (rule.layers === 'last' && !isLast)) return;
    const earned = (isLast ? reward.outputs : undefined) ?? ofEachUnit(reward.everywhere, size);
    feedback[weights.name] = weightFeedback(traces, index, weights.name, earned, rule);
  });
  return feedback;
}

/** Feedback of the weights of one layer. @param earned Reward of each unit, `[batch · size]`. */
function weightFeedback(
  traces: readonly NetworkTrace[],
  index: number,
  name: string,
  earned: Float64Array,
  rule: RstdpRule,
): Float64Array {
  const outputs = traces.map(({ layers }) => layers[index]!.output);
  const windows = pairWindows(
    outputs,
    traces.map(({ span }) => span.steps),
    earned,
    rule,
  );
  const chunks = traces.map(({ plan, tensors, layers, span }, chunk) => {
    const { inputs, result } = layers[index]!;
    const window = windows[chunk]!;
    // What is the same at every step needs only what all steps earn together.
    const error = result.sums.constant ? sumOverSteps(window, earned.length) : window;
    const request = { error, inputs, result, tensors, backward: tensors, span, wantInputs: false };
    return { [name]: plan.layers[index]!.operation.error(request).tensors[name]! };
  });
  return addedUp(chunks)[name]!;
}

/** The reward of a sample for all units of a layer, `[batch]` to `[batch · size]`. */
function ofEachUnit(reward: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: reward.length * size }, (_, k) => reward[Math.floor(k / size)]!);
}
