import { z } from 'zod';
import { LFP_RULES, type LfpRuleName } from '../../core/feedback/rule.js';
import {
  OPTIMIZERS,
  type OptimizerDescription,
  SCHEDULES,
  type ScheduleDescription,
} from '../../core/optimizers/optimizer.js';
import { REWARDS, type RewardDescription, type RewardKind } from '../../core/rewards/reward.js';
import { choice, decimal, flag, integer, map, namesOf } from './fields.js';

type OptionName<T extends { readonly kind: string }, K> = T extends unknown
  ? K extends T['kind']
    ? Exclude<keyof T, 'kind'>
    : never
  : never;
type OptionsOf<T extends { readonly kind: string }, K> = Readonly<Record<OptionName<T, K>, z.ZodType>>;

const share = decimal({ min: 0, max: 1 });
const momentum = decimal({ min: 0, below: 1 });
const positive = decimal({ above: 0 });

/** `lfp` stands for the authors' main rule. */
export const RULE_ALIASES = { lfp: 'lfp-epsilon' } as const satisfies Record<string, LfpRuleName>;
const RULE_NAMES = [...namesOf(RULE_ALIASES), ...namesOf(LFP_RULES)] as const;
export const RULE_NAME = choice(RULE_NAMES);

function ruleFields(rule: LfpRuleName): Record<string, z.ZodType> {
  const epsilon = positive.optional();
  if (rule === 'lfp-gamma') return { epsilon, gamma: decimal({ min: 0 }).optional() };
  if (rule !== 'lfp-alpha-beta') return { epsilon };
  return { epsilon, alpha: decimal({ min: 0 }).optional(), beta: decimal({ min: 0 }).optional() };
}

const REWARD_OPTIONS: { readonly [K in RewardKind]: OptionsOf<RewardDescription, K> } = {
  softmax: {},
  sigmoid: {},
  'binary-sigmoid': {},
  'bounded-softmax': { low: share, high: share, signOnly: flag().optional() },
  'correct-class': {},
  misclassification: {},
  maximize: {},
  minimize: {},
  rate: { scale: choice(['none', 'per-step']).optional() },
};

const OPTIMIZER_OPTIONS: {
  readonly [K in OptimizerDescription['kind']]: OptionsOf<OptimizerDescription, K>;
} = {
  sgd: { lr: positive.optional(), momentum: momentum.optional(), weightDecay: decimal({ min: 0 }).optional() },
  adam: {
    lr: positive.optional(),
    beta1: momentum.optional(),
    beta2: momentum.optional(),
    epsilon: positive.optional(),
    weightDecay: decimal({ min: 0 }).optional(),
  },
};

const SCHEDULE_OPTIONS: { readonly [K in ScheduleDescription['kind']]: OptionsOf<ScheduleDescription, K> } = {
  constant: {},
  step: { every: integer({ min: 1 }), factor: positive },
  cosine: { floor: share.optional() },
  'one-cycle': { warmUp: decimal({ above: 0, below: 1 }).optional() },
};

type Forms<K extends string> = { readonly [N in K]: z.ZodObject };

function kindForms<K extends string>(options: { readonly [N in K]: Readonly<Record<string, z.ZodType>> }): Forms<K> {
  const forms = namesOf(options).map((kind) => [kind, map({ kind: choice([kind]), ...options[kind] })] as const);
  return Object.fromEntries(forms) as unknown as Forms<K>;
}

export const REWARD_FORMS = kindForms(REWARD_OPTIONS);
export const OPTIMIZER_FORMS = kindForms(OPTIMIZER_OPTIONS);
export const SCHEDULE_FORMS = kindForms(SCHEDULE_OPTIONS);
export const REWARD_NAME = choice(namesOf(REWARDS));
export const OPTIMIZER_NAME = choice(namesOf(OPTIMIZERS));
export const SCHEDULE_NAME = choice(namesOf(SCHEDULES));

/** The form of `learn` around its parts with kinds of their own, which `parts` replaces where a schema wants them. */
export function learnForm(rule: LfpRuleName, parts: Readonly<Record<'reward' | 'optimizer' | 'schedule', z.ZodType>>) {
  return map({
    rule: RULE_NAME.optional(),
    ...ruleFields(rule),
    ...parts,
    clip: positive.optional(),
  });
}

const unread = z.unknown().optional();
const UNREAD_PARTS = { reward: unread, optimizer: unread, schedule: unread };

/** The form of `learn` for each rule; its parts are left to their own forms. */
export const LEARN_FORMS = Object.fromEntries(
  namesOf(LFP_RULES).map((rule) => [rule, learnForm(rule, UNREAD_PARTS)]),
) as { readonly [K in LfpRuleName]: ReturnType<typeof learnForm> };
