import type { RuleDescription } from '../feedback/rule.js';
import { normedReward } from '../feedback/stabilised.js';
import type { ArrivedReward } from '../layers/operation.js';
import type { Tensors } from '../layers/tensors.js';
import { type CarriedReward, noCarriedReward, rewardThroughNeurons } from '../neurons/dynamics.js';
import { isSpiking } from '../neurons/neuron.js';
import type { NetworkPlan, PlannedLayer } from './plan-network.js';
import type { LayerTrace, NetworkTrace } from './simulate-network.js';

/** Feedback of a chunk: the direction in which every trainable tensor should grow, summed over steps and batch. */
export interface NetworkFeedback {
  readonly tensors: Tensors;
  /** Reward of the network's input, shaped as the input signal; only when asked for. */
  readonly input: Float64Array | undefined;
  /** Reward of each layer's output, shaped as that output. */
  readonly outputRewards: readonly Float64Array[];
  /** What flows to the chunk before, per layer. */
  readonly carried: readonly CarriedReward[];
}

export interface FeedbackOptions {
  readonly rule: RuleDescription;
  /** Also compute which inputs earned the reward: an explanation, not needed for learning. */
  readonly inputReward: boolean;
  /** From the following chunk of the same presentation; omitted for the last chunk. */
  readonly carried?: readonly CarriedReward[];
}

/**
 * Layer-wise feedback propagation through a whole network, last layer first.
 *
 * @param outputReward Reward of the last layer's output, shaped as that output.
 * @see Weber et al. 2025 (arXiv 2308.12053).
 */
export function networkFeedback(
  plan: NetworkPlan,
  tensors: Tensors,
  trace: NetworkTrace,
  outputReward: Float64Array,
  options: FeedbackOptions,
): NetworkFeedback {
  const rewards: (Float64Array | undefined)[] = plan.layers.map(() => undefined);
  rewards[plan.layers.length - 1] = outputReward;
  const carried: CarriedReward[] = [];
  let feedback: Tensors = {};
  let input: Float64Array | undefined;

  for (let index = plan.layers.length - 1; index >= 0; index--) {
    const layer = plan.layers[index]!;
    const memory = trace.layers[index]!;
    // A layer that nobody reads earns nothing.
    rewards[index] ??= new Float64Array(memory.output.values.length);
    const before = options.carried?.[index] ?? noCarriedReward(trace.span.batch * layer.size);
    const { arrived, carried: earlier } = rewardOfSums(layer, memory, rewards[index]!, options.rule, before);
    carried[index] = earlier;
    const wantInputs = options.inputReward || layer.sources.some((source) => source >= 0);
    const sent = layer.operation.feedback({
      arrived,
      inputs: memory.inputs,
      result: memory.result,
      tensors,
      rule: options.rule,
      span: trace.span,
      wantInputs,
    });
    feedback = { ...sent.tensors, ...feedback };
    sent.inputs.forEach((reward, k) => {
      const source = layer.sources[k]!;
      if (source < 0) input = plus(input, reward);
      else rewards[source] = plus(rewards[source], reward);
    });
  }
  return {
    tensors: feedback,
    input: options.inputReward ? input : undefined,
    outputRewards: rewards as readonly Float64Array[],
    carried,
  };
}

/** From the reward of a layer's output to the reward of its sums. */
function rewardOfSums(
  layer: PlannedLayer,
  memory: LayerTrace,
  reward: Float64Array,
  rule: RuleDescription,
  carried: CarriedReward,
): { readonly arrived: ArrivedReward; readonly carried: CarriedReward } {
  const { values: sums, constant } = memory.result.sums;
  if (!isSpiking(layer.neuron))
    return { arrived: { reward, normed: normedReward(reward, sums, rule.epsilon) }, carried };
  const back = rewardThroughNeurons(layer.neuron, reward, memory.membrane!, rule.epsilon, carried, constant);
  const { normed } = back;
  return { arrived: { reward: contributionRewards(normed, sums), normed }, carried: back.carried };
}

/** Reward of each sum, `n ⊙ z`. */
function contributionRewards(normed: Float64Array, sums: Float64Array): Float64Array {
  const rewards = new Float64Array(sums.length);
  for (let k = 0; k < rewards.length; k++) rewards[k] = normed[k]! * sums[k]!;
  return rewards;
}

function plus(first: Float64Array | undefined, second: Float64Array): Float64Array {
  return first ? first.map((value, k) => value + second[k]!) : second;
}
