import { addedUp, finishFeedback } from '../feedback/finish-feedback.js';
import type { RuleDescription } from '../feedback/rule.js';
import { normedReward } from '../feedback/stabilised.js';
import type { ArrivedReward, OperationResult } from '../layers/operation.js';
import type { Tensors } from '../layers/tensors.js';
import { type CarriedReward, noCarriedReward, rewardThroughNeurons } from '../neurons/dynamics.js';
import { isSpiking } from '../neurons/neuron.js';
import { added, type Signal, sumOverSteps } from '../signal.js';
import type { PlannedLayer } from './plan-network.js';
import type { LayerTrace, NetworkTrace } from './simulate-network.js';
import { withoutCut } from './stimulus.js';

/** Feedback of a presentation: the direction in which every trainable tensor should grow, summed over steps and batch. */
export interface NetworkFeedback {
  readonly tensors: Tensors;
  /** Reward of the network's input in each chunk, shaped as its input signal; only when asked for. */
  readonly inputs: readonly Float64Array[] | undefined;
  /** Reward of each layer's output in each chunk, shaped as that output: `[chunk][layer]`. */
  readonly outputRewards: readonly (readonly Float64Array[])[];
}

export interface FeedbackOptions {
  readonly rule: RuleDescription;
  /** Also compute which inputs earned the reward: an explanation, not needed for learning. */
  readonly inputReward: boolean;
  /** Whether to compute the feedback of the tensors; omitted: yes. Without it there is none. */
  readonly tensors?: boolean;
}

/**
 * Layer-wise feedback propagation through a whole network, last chunk first and in each chunk last layer first.
 *
 * @param traces  The chunks of one presentation, in their order.
 * @param rewards Reward of the last layer's output in each chunk, shaped as that output.
 * @returns New arrays, except `outputRewards` of the last layer, which are `rewards`.
 * @see Weber et al. 2025 (arXiv 2308.12053).
 */
export function networkFeedback(
  traces: readonly NetworkTrace[],
  rewards: readonly Float64Array[],
  options: FeedbackOptions,
): NetworkFeedback {
  const chunks: ChunkFeedback[] = [];
  for (let chunk = traces.length - 1; chunk >= 0; chunk--)
    chunks.unshift(chunkFeedback(traces[chunk]!, rewards[chunk]!, options, chunks[0]?.carried));
  const sums = addedUp(chunks.map(({ tensors }) => tensors));
  return {
    tensors: options.tensors === false ? {} : finishFeedback(options.rule, traces.at(-1)!.tensors, sums),
    inputs: options.inputReward ? chunks.map(({ input }) => input!) : undefined,
    outputRewards: chunks.map(({ outputRewards }) => outputRewards),
  };
}

/** What a chunk adds to a presentation's feedback, and what flows to the chunk before. */
interface ChunkFeedback {
  readonly tensors: Tensors;
  readonly input: Float64Array | undefined;
  readonly outputRewards: readonly Float64Array[];
  readonly carried: readonly CarriedReward[];
}

function chunkFeedback(
  { plan, tensors, span, layers }: NetworkTrace,
  outputReward: Float64Array,
  { rule, inputReward, tensors: wantTensors = true }: FeedbackOptions,
  later: readonly CarriedReward[] | undefined,
): ChunkFeedback {
  const rewards: (Float64Array | undefined)[] = plan.layers.map(() => undefined);
  rewards[plan.layers.length - 1] = outputReward;
  const carried: CarriedReward[] = [];
  const sums: Record<string, Float64Array> = {};
  let input: Float64Array | undefined;

  for (let index = plan.layers.length - 1; index >= 0; index--) {
    const layer = plan.layers[index]!;
    const memory = layers[index]!;
    // A layer that nobody reads earns nothing.
    rewards[index] ??= new Float64Array(memory.output.values.length);
    const after = later?.[index] ?? noCarriedReward(span.batch * layer.size);
    const { arrived, carried: before } = rewardOfSums(layer, memory, rewards[index]!, rule, after);
    carried[index] = before;
    const wantInputs = inputReward || layer.sources.some((source) => source >= 0);
    const { inputs } = memory;
    const result = contributed(memory);
    const sent = layer.operation.feedback({
      ...{ arrived, inputs, result, tensors, rule, span, wantInputs, wantTensors },
    });
    Object.assign(sums, sent.tensors);
    sent.inputs.forEach((reward, k) => {
      const source = layer.sources[k]!;
      if (source < 0) input = added(input, reward);
      else rewards[source] = added(rewards[source], reward);
    });
  }
  return { tensors: sums, input, outputRewards: rewards as readonly Float64Array[], carried };
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
  if (!isSpiking(layer.neuron)) {
    if (memory.stimulated) return { arrived: besideStimulus(reward, memory, memory.stimulated, rule), carried };
    const arrived = { reward: () => reward, normed: () => normedReward(reward, sums, rule.epsilon) };
    return { arrived, carried };
  }
  const back = rewardThroughNeurons(layer.neuron, reward, memory.membrane!, rule.epsilon, carried, constant);
  return { arrived: arrivedAtSums(back.normed, memory), carried: back.carried };
}

/** What the sums of static units earn of a reward that they share with injected currents. */
function besideStimulus(
  reward: Float64Array,
  memory: LayerTrace,
  stimulated: Signal,
  { epsilon }: RuleDescription,
): ArrivedReward {
  const { sums } = memory.result;
  const shared = normedReward(reward, stimulated.values, epsilon);
  return arrivedAtSums(sums.constant ? sumOverSteps(shared, sums.values.length) : shared, memory);
}

/** `R = n ⊙ z`; 0 for units that are cut. */
function arrivedAtSums(share: Float64Array, { result: { sums }, cut }: LayerTrace): ArrivedReward {
  const normed = withoutCut(share, cut);
  return { reward: () => normed.map((n, k) => n * sums.values[k]!), normed: () => normed };
}

/** What a layer's inputs contributed: 0 to units that are cut. */
function contributed({ result, cut }: LayerTrace): OperationResult {
  if (!cut) return result;
  return { ...result, sums: { values: withoutCut(result.sums.values, cut), constant: result.sums.constant } };
}
