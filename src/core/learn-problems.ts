import { RULE_OPTIONS, type RuleDescription, ruleProblem } from './feedback/rule.js';
import type { Readout } from './layers/layer.js';
import {
  OPTIMIZER_OPTIONS,
  type OptimizerDescription,
  SCHEDULE_OPTIONS,
  type ScheduleDescription,
} from './optimizers/optimizer.js';
import { kindProblems, type OptionProblem, optionProblems } from './option-problems.js';
import { REWARD_OPTIONS, type RewardDescription } from './rewards/reward.js';
import { rewardProblem } from './rewards/reward-fit.js';

/** What a network learns with. */
export interface Learning {
  readonly rule: RuleDescription;
  readonly reward: RewardDescription;
  readonly optimizer: OptimizerDescription;
  readonly schedule: ScheduleDescription;
  readonly clip?: number;
}

/** What the largest norm of the feedback may be. */
export const CLIP_OPTION = { type: 'number', above: 0 } as const;

/** Every problem of what a network learns with: kinds, numbers, then what they contradict. */
export function learnProblems(learning: Learning, readout: Readout): readonly OptionProblem[] {
  const { rule, reward, optimizer, schedule, clip } = learning;
  const rules = kindProblems(rule, RULE_OPTIONS, 'rule');
  const rewards = kindProblems(reward, REWARD_OPTIONS, 'reward');
  const placed = (place: string, problem: OptionProblem | undefined) =>
    problem ? [{ ...problem, field: problem.field === 'kind' ? place : `${place}.${problem.field}` }] : [];
  return [
    ...(rules.length > 0 ? rules : placed('rule', ruleProblem(rule))),
    ...(rewards.length > 0 ? rewards : placed('reward', rewardProblem(reward, readout))),
    ...kindProblems(optimizer, OPTIMIZER_OPTIONS, 'optimizer'),
    ...kindProblems(schedule, SCHEDULE_OPTIONS, 'schedule'),
    ...(clip === undefined ? [] : optionProblems({ clip }, { clip: CLIP_OPTION })),
  ];
}
