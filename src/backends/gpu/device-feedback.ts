import { added, multiplied } from '../../../kernels/gpu/matrices.js';
import { normedReward, rewardOfOutputs } from '../../../kernels/gpu/rewards.js';
import type { RuleDescription } from '../../core/feedback/rule.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import type { OutputReward } from '../../core/rewards/output-reward.js';
import type { DeviceNetwork, DevicePiece } from './device-forward.js';
import type { DeviceTensors } from './device-layers.js';
import { finishedFeedback } from './device-rules.js';
import { sumOfSteps } from './device-signal.js';
import { uncutOf } from './device-stimulus.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';
import { rewardThroughNeurons } from './neuron-rewards.js';
import { type CarriedReward, matricesOf, noCarriedReward, zeros } from './neuron-state.js';

interface FeedbackOptions {
  readonly rule: RuleDescription;
  readonly inputReward: boolean;
}

/** Feedback of a presentation on the device, and the reward of its inputs, `[batch]` rows; they belong to `results`. */
export async function deviceFeedback(
  network: DeviceNetwork,
  tensors: DeviceTensors,
  pieces: readonly DevicePiece[],
  reward: OutputReward,
  options: FeedbackOptions,
  results: HandleScope,
): Promise<{ readonly tensors: DeviceTensors; readonly input: DeviceMatrix | undefined }> {
  let total: DeviceTensors | undefined;
  let input: DeviceMatrix | undefined;
  let later: readonly (CarriedReward | undefined)[] | undefined;
  const between = results.inner();
  try {
    for (const piece of [...pieces].reverse()) {
      const scope = results.inner();
      try {
        const arrived = await rewardOfPiece(piece, reward, piece === pieces.at(-1), scope);
        const sent = await pieceFeedback(network, tensors, piece, arrived, later, options, scope);
        total = await addedUp(total, sent.tensors, scope, results);
        if (sent.input) input = await plus(input, sent.input, scope);
        if (input) scope.handOver(input, results);
        for (const matrix of sent.carried.flatMap(matricesOf)) scope.handOver(matrix, between);
        later = sent.carried;
      } finally {
        scope.close();
      }
    }
  } finally {
    between.close();
  }
  return { tensors: await finishedFeedback(tensors, total!, results), input };
}

async function addedUp(
  total: DeviceTensors | undefined,
  piece: DeviceTensors,
  scope: HandleScope,
  results: HandleScope,
): Promise<DeviceTensors> {
  const sums: Record<string, DeviceMatrix> = {};
  for (const [name, matrix] of Object.entries(piece)) {
    sums[name] = await plus(total?.[name], matrix, scope);
    scope.handOver(sums[name], results);
    if (total) results.release(total[name]!);
  }
  return sums;
}

function plus(first: DeviceMatrix | undefined, second: DeviceMatrix, scope: HandleScope): Promise<DeviceMatrix> {
  return first ? scope.launch(added, first, [first, second]) : Promise.resolve(second);
}

/** R of the last layer's outputs, `[steps × batch]` rows; summed over the piece's steps for a constant output. */
async function rewardOfPiece(
  { span: { steps, batch }, layers }: DevicePiece,
  { always, perOutput, last }: OutputReward,
  isLast: boolean,
  scope: HandleScope,
): Promise<DeviceMatrix> {
  const { matrix: output, constant } = layers.at(-1)!.output;
  const extents = { rows: batch, columns: output.columns };
  const times = constant ? steps : 1;
  const parts = [
    await scope.upload(
      always.map((r) => times * r),
      extents,
    ),
    await scope.upload(
      perOutput.map((r) => times * r),
      extents,
    ),
    await scope.upload(isLast ? last : new Float64Array(last.length), extents),
  ];
  const whole = { batch, lastFrom: constant ? 0 : (steps - 1) * batch };
  return scope.launch(rewardOfOutputs, output, [...parts, output], { whole });
}

async function pieceFeedback(
  { plan, layers }: DeviceNetwork,
  tensors: DeviceTensors,
  { span, layers: traces }: DevicePiece,
  outputReward: DeviceMatrix,
  later: readonly (CarriedReward | undefined)[] | undefined,
  { rule, inputReward }: FeedbackOptions,
  scope: HandleScope,
): Promise<{
  readonly tensors: DeviceTensors;
  readonly input: DeviceMatrix | undefined;
  readonly carried: readonly (CarriedReward | undefined)[];
}> {
  const { epsilon } = rule;
  const rewards: (DeviceMatrix | undefined)[] = plan.layers.map(() => undefined);
  rewards[rewards.length - 1] = outputReward;
  const carried: (CarriedReward | undefined)[] = plan.layers.map(() => undefined);
  const feedback: Record<string, DeviceMatrix> = {};
  let input: DeviceMatrix | undefined;

  for (let index = plan.layers.length - 1; index >= 0; index--) {
    const { sources, neuron, size } = plan.layers[index]!;
    const { inputs, sums: whole, stimulus, membrane, output } = traces[index]!;
    // Nothing goes back through sums that contributed nothing.
    const without = (matrix: DeviceMatrix): Promise<DeviceMatrix> => uncutOf(matrix, stimulus?.uncut, scope);
    const sums = { ...whole, matrix: await without(whole.matrix) };
    // A layer that nobody reads earns nothing.
    const reward = rewards[index] ?? (await zeros(output.matrix.rows, size, scope));
    let arrived = { reward: async () => reward, normed: () => normedOf(reward, sums.matrix) };
    const share = async (normed: DeviceMatrix): Promise<void> => {
      const own = await without(normed);
      arrived = { reward: () => rewardOfSums(own, sums.matrix), normed: async () => own };
    };
    if (isSpiking(neuron)) {
      const after = later?.[index] ?? (await noCarriedReward(neuron, span.batch, size, scope));
      const options = { span, epsilon, constant: sums.constant, scope };
      const back = await rewardThroughNeurons(neuron, reward, membrane!, after, options);
      carried[index] = back.carried;
      await share(back.normed);
    } else if (stimulus) {
      const all = await normedOf(reward, stimulus.driving.matrix);
      await share(sums.constant ? await sumOfSteps(all, span, scope) : all);
    }
    const wantInputs = inputReward || sources.some((source) => source >= 0);
    const request = { ...arrived, inputs, sums, tensors, rule, span, wantInputs, scope };
    const sent = await layers[index]!.feedback(request);
    Object.assign(feedback, sent.tensors);
    for (const [k, matrix] of sent.inputs.entries()) {
      const source = sources[k]!;
      if (source >= 0) rewards[source] = await plus(rewards[source], matrix, scope);
      else if (inputReward)
        input = await plus(input, inputs[k]!.constant ? matrix : await sumOfSteps(matrix, span, scope), scope);
    }
  }
  return { tensors: feedback, input, carried };

  function normedOf(reward: DeviceMatrix, sums: DeviceMatrix): Promise<DeviceMatrix> {
    return scope.launch(normedReward, sums, [reward, sums], { real: { epsilon } });
  }
  function rewardOfSums(normed: DeviceMatrix, sums: DeviceMatrix): Promise<DeviceMatrix> {
    return scope.launch(multiplied, sums, [normed, sums]);
  }
}
