import { z } from 'zod';
import {
  LFP_RULES,
  type LfpRuleName,
  RULE_DEFAULTS,
  RULE_OPTIONS,
  type RuleDescription,
} from '../../core/feedback/rule.js';
import {
  GRADIENT_RULES,
  SURROGATE_DEFAULTS,
  SURROGATE_OPTIONS,
  SURROGATES,
} from '../../core/gradients/gradient-rule.js';
import { CLIP_OPTION } from '../../core/learn-problems.js';
import { LOSSES } from '../../core/losses/loss.js';
import {
  OPTIMIZER_DEFAULTS,
  OPTIMIZER_OPTIONS,
  OPTIMIZERS,
  SCHEDULE_DEFAULTS,
  SCHEDULE_OPTIONS,
  SCHEDULES,
} from '../../core/optimizers/optimizer.js';
import type { OptionForm } from '../../core/option-form.js';
import { PEER_OPTIONS, PEER_PARTS, PEER_RULES, type PeerRuleName, peerDefaults } from '../../core/peer-rule.js';
import { REWARD_DEFAULTS, REWARD_OPTIONS, REWARDS } from '../../core/rewards/reward.js';
import { choice, map, namesOf, optionField, optionFields } from './fields.js';

/** `lfp` stands for the authors' main rule. */
export const RULE_ALIASES = { lfp: 'lfp-epsilon' } as const satisfies Record<string, LfpRuleName>;
/** Every rule with a line for people. */
export const LEARN_RULES = { ...LFP_RULES, ...GRADIENT_RULES, ...PEER_RULES } as const;
export type LearnRuleName = keyof typeof LEARN_RULES;
const RULE_NAMES = [...namesOf(RULE_ALIASES), ...namesOf(LEARN_RULES)] as const;
export const RULE_NAME = choice(RULE_NAMES);

/** The rule that a name stands for. */
export function ruleKind(rule: LfpRuleName): RuleDescription['kind'] {
  return rule.slice('lfp-'.length) as RuleDescription['kind'];
}

/** Whether a rule is one of layer-wise feedback propagation. */
export function isLfp(rule: LearnRuleName): rule is LfpRuleName {
  return rule in LFP_RULES;
}

/** Whether a rule is one of the other learners, with options of its own. */
export function isPeer(rule: LearnRuleName): rule is PeerRuleName {
  return rule in PEER_RULES;
}

type Forms<K extends string> = { readonly [N in K]: z.ZodObject };
type Options = Readonly<Record<string, OptionForm>>;

function kindForms<K extends string>(
  options: { readonly [N in K]: Options },
  defaults: { readonly [N in K]?: object },
): Forms<K> {
  const forms: Partial<Record<K, z.ZodObject>> = {};
  for (const kind of namesOf(options))
    forms[kind] = map({ kind: choice([kind]), ...optionFields(options[kind], defaults[kind]) });
  return forms as Forms<K>;
}

export const REWARD_FORMS = kindForms(REWARD_OPTIONS, REWARD_DEFAULTS);
export const OPTIMIZER_FORMS = kindForms(OPTIMIZER_OPTIONS, OPTIMIZER_DEFAULTS);
export const SCHEDULE_FORMS = kindForms(SCHEDULE_OPTIONS, SCHEDULE_DEFAULTS);
export const SURROGATE_FORMS = kindForms(SURROGATE_OPTIONS, SURROGATE_DEFAULTS);
export const SURROGATE_NAME = choice(namesOf(SURROGATES));
export const REWARD_NAME = choice(namesOf(REWARDS));
export const OPTIMIZER_NAME = choice(namesOf(OPTIMIZERS));
export const SCHEDULE_NAME = choice(namesOf(SCHEDULES));

/** Parts of `learn` with kinds of their own. */
type Parts = Readonly<Record<'reward' | 'surrogate' | 'optimizer' | 'schedule', z.ZodType>>;

/** The form of `learn` around its parts with kinds of their own, which `parts` replaces where a schema wants them. */
export function learnForm(rule: LearnRuleName, { reward, surrogate, ...shared }: Parts) {
  const own = isLfp(rule)
    ? { ...optionFields(RULE_OPTIONS[ruleKind(rule)], RULE_DEFAULTS), reward }
    : isPeer(rule)
      ? {
          ...optionFields<string>(PEER_OPTIONS[rule], peerDefaults(rule, undefined)),
          ...chosen(PEER_PARTS[rule], surrogate),
        }
      : chosen({ loss: true, surrogate: rule !== 'backprop' }, surrogate);
  return map({ rule: RULE_NAME.optional(), ...own, ...shared, clip: optionField(CLIP_OPTION).optional() });
}

function chosen(parts: { readonly loss: boolean; readonly surrogate: boolean }, surrogate: z.ZodType) {
  return {
    ...(parts.loss ? { loss: choice(namesOf(LOSSES)).optional() } : {}),
    ...(parts.surrogate ? { surrogate } : {}),
  };
}

const unread = z.unknown().optional();
const UNREAD_PARTS = { reward: unread, surrogate: unread, optimizer: unread, schedule: unread };

/** The form of `learn` for each rule; its parts are left to their own forms. */
export const LEARN_FORMS = Object.fromEntries(
  namesOf(LEARN_RULES).map((rule) => [rule, learnForm(rule, UNREAD_PARTS)]),
) as { readonly [K in LearnRuleName]: ReturnType<typeof learnForm> };
