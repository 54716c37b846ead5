import type { Readout } from '../layers/layer.js';
import type { OptionProblem } from '../option-problems.js';
import type { RewardDescription, RewardKind } from './reward.js';

/** Rewards of networks with a single output. */
const ONE_OUTPUT: readonly RewardKind[] = ['binary-sigmoid', 'maximize', 'minimize'];

/** What a reward's options contradict: each other, or the network's read-out. */
export function rewardProblem(reward: RewardDescription, readout: Readout): OptionProblem | undefined {
  if (reward.kind === 'rate' && readout !== 'rate')
    return {
      field: 'kind',
      expected: `another reward for read-out "${readout}"`,
      got: '"rate", which counts spikes and needs read-out "rate"',
    };
  return boundsProblem(reward);
}

/** What is wrong with the bounds of a bounded reward. */
export function boundsProblem(reward: RewardDescription): OptionProblem | undefined {
  if (reward.kind !== 'bounded-softmax' || reward.low < reward.high) return undefined;
  return { field: 'low', expected: `"low" below "high" (${reward.high})`, got: String(reward.low) };
}

/**
 * Whether a network has the outputs that its reward and its data need: one a class, or a single one where the reward is
 * for one.
 *
 * @param outputs Width of the last layer. @param data The data's name and classes; undefined while only their file knows.
 * @returns What is wrong, and whether the network's `outputs` or the choice of the `reward` is to blame.
 */
export function outputProblem(
  { kind }: RewardDescription,
  outputs: number,
  data: { readonly name: string; readonly classes: number } | undefined,
): (Omit<OptionProblem, 'field'> & { readonly field: 'outputs' | 'reward' }) | undefined {
  const got = String(outputs);
  if (ONE_OUTPUT.includes(kind)) {
    if (outputs !== 1) return { field: 'outputs', expected: `1 output, which reward "${kind}" is for`, got };
    if (kind !== 'binary-sigmoid' || data === undefined || data.classes === 2) return undefined;
    return { field: 'reward', expected: `a reward for ${data.classes} classes`, got: `"${kind}", which is for 2` };
  }
  if (data === undefined || outputs === data.classes) return undefined;
  return { field: 'outputs', expected: `${data.classes} outputs, one for each class of ${data.name}`, got };
}
