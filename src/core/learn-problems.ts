import { RULE_OPTIONS, ruleProblem } from './feedback/rule.js';
import { gradientProblem, lossProblem } from './gradients/gradient-fit.js';
import { GRADIENT_RULES, SURROGATE_OPTIONS } from './gradients/gradient-rule.js';
import type { NetworkDescription } from './layers/layer.js';
import type { GradientLearning, Learning, LfpLearning } from './learning.js';
import { LOSSES } from './losses/loss.js';
import { OPTIMIZER_OPTIONS, SCHEDULE_OPTIONS } from './optimizers/optimizer.js';
import { kindProblems, type OptionProblem, optionProblems } from './option-problems.js';
import { peerProblems } from './peer-problems.js';
import { PEER_OPTIONS } from './peer-rule.js';
import { REWARD_OPTIONS } from './rewards/reward.js';
import { outputProblem, rewardProblem } from './rewards/reward-fit.js';

/** What the largest norm of the feedback may be. */
export const CLIP_OPTION = { type: 'number', above: 0 } as const;

/** Every problem of what a network learns with: kinds, numbers, then what they contradict. */
export function learnProblems(
  learning: Learning,
  network: Pick<NetworkDescription, 'readout' | 'input' | 'layers'>,
): readonly OptionProblem[] {
  const { optimizer, schedule, clip } = learning;
  return [
    ...ownProblems(learning, network),
    ...kindProblems(optimizer, OPTIMIZER_OPTIONS, 'optimizer'),
    ...kindProblems(schedule, SCHEDULE_OPTIONS, 'schedule'),
    ...(clip === undefined ? [] : optionProblems({ clip }, { clip: CLIP_OPTION })),
  ];
}

function ownProblems(
  learning: Learning,
  network: Pick<NetworkDescription, 'readout' | 'input' | 'layers'>,
): readonly OptionProblem[] {
  switch (learning.method) {
    case 'lfp':
      return lfpProblems(learning, network);
    case 'gradient':
      return gradientProblems(learning, network);
    case 'peer': {
      const rules = kindProblems(learning.rule, PEER_OPTIONS, 'rule');
      return rules.length > 0 ? rules : peerProblems(learning, network);
    }
  }
}

function placed(place: string, problem: OptionProblem | undefined): readonly OptionProblem[] {
  return problem ? [{ ...problem, field: problem.field === 'kind' ? place : `${place}.${problem.field}` }] : [];
}

function lfpProblems(
  { rule, reward }: LfpLearning,
  { readout }: Pick<NetworkDescription, 'readout'>,
): readonly OptionProblem[] {
  const rules = kindProblems(rule, RULE_OPTIONS, 'rule');
  const rewards = kindProblems(reward, REWARD_OPTIONS, 'reward');
  return [
    ...(rules.length > 0 ? rules : placed('rule', ruleProblem(rule))),
    ...(rewards.length > 0 ? rewards : placed('reward', rewardProblem(reward, readout))),
  ];
}

/** Gradient rules have no numbers of their own. */
const RULES = Object.fromEntries(Object.keys(GRADIENT_RULES).map((kind) => [kind, {}]));

function gradientProblems(
  { rule, loss }: GradientLearning,
  { layers }: Pick<NetworkDescription, 'layers'>,
): readonly OptionProblem[] {
  const rules = kindProblems(rule, RULES, 'rule');
  const surrogates =
    rules.length === 0 && 'surrogate' in rule ? kindProblems(rule.surrogate, SURROGATE_OPTIONS, 'rule.surrogate') : [];
  return [
    ...(rules.length > 0 ? rules : placed('rule', gradientProblem(rule, layers))),
    ...surrogates,
    ...optionProblems({ loss }, { loss: { type: 'choice', names: Object.keys(LOSSES) } }),
  ];
}

/**
 * Whether a network has the outputs that its learning and its data need.
 *
 * @param outputs Width of the last layer. @param data The data's name and classes; undefined while only their file knows.
 * @returns What is wrong, and what is to blame: the network's `outputs`, or the choice of `reward` or `loss`.
 */
export function learnOutputProblem(
  learning: Learning,
  outputs: number,
  data: { readonly name: string; readonly classes: number } | undefined,
): (Omit<OptionProblem, 'field'> & { readonly field: 'outputs' | 'reward' | 'loss' }) | undefined {
  return learning.method === 'lfp'
    ? outputProblem(learning.reward, outputs, data)
    : lossProblem(learning.loss, outputs, data);
}
