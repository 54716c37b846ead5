import { type LfpRuleName, RULE_DEFAULTS, type RuleDescription, ruleProblem } from '../../core/feedback/rule.js';
import { type GradientRule, SURROGATE_DEFAULTS } from '../../core/gradients/gradient-rule.js';
import type { SurrogateDescription } from '../../core/gradients/surrogate.js';
import type { Readout } from '../../core/layers/layer.js';
import type { Learning } from '../../core/learning.js';
import type { LossName } from '../../core/losses/loss.js';
import {
  OPTIMIZER_DEFAULTS,
  type OptimizerDescription,
  SCHEDULE_DEFAULTS,
  type ScheduleDescription,
} from '../../core/optimizers/optimizer.js';
import { defaultReward, REWARD_DEFAULTS, type RewardDescription } from '../../core/rewards/reward.js';
import { boundsProblem } from '../../core/rewards/reward-fit.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { namesOf } from '../form/fields.js';
import * as form from '../form/learn-form.js';
import type { Report } from '../problems/problem.js';
import { textAt } from '../tree/tree.js';
import { resolveKind } from './resolve-kind.js';

/** Defaults by kind; kinds that are not there have none. */
type Defaults = Readonly<Record<string, object | undefined>>;

const EMPTY: Located = { tree: { kind: 'map', entries: new Map(), place: { line: 1, column: 1 } }, path: ['learn'] };

function ruleNamed(name: string): form.LearnRuleName | undefined {
  if (name === 'lfp') return form.RULE_ALIASES.lfp;
  return namesOf(form.LEARN_RULES).find((rule) => rule === name);
}

type RuleFields = { readonly [K in keyof typeof RULE_DEFAULTS]?: number };

function resolveRule(name: LfpRuleName, part: Located, fields: RuleFields, report: Report): RuleDescription {
  const { epsilon, gamma, alpha, beta } = { ...RULE_DEFAULTS, ...fields };
  const kind = form.ruleKind(name);
  if (kind === 'gamma') return { kind, epsilon, gamma };
  if (kind !== 'alpha-beta') return { kind, epsilon };
  const rule = { kind, epsilon, alpha, beta };
  const problem = ruleProblem(rule);
  const at = below(part, 'alpha') ?? below(part, 'beta') ?? part;
  if (problem) reportAt(at, problem.expected, report, { got: problem.got });
  return rule;
}

function resolveReward(part: Located | undefined, readout: Readout | undefined, report: Report) {
  if (part === undefined) return readout && defaultReward(readout);
  const reward = resolveKind(part, form.REWARD_FORMS, form.REWARD_NAME, report);
  if (reward === undefined) return undefined;
  const resolved = { ...(REWARD_DEFAULTS as Defaults)[reward.kind], ...reward } as RewardDescription;
  const problem = boundsProblem(resolved);
  if (problem) {
    reportAt(below(part, problem.field) ?? part, problem.expected, report, { got: problem.got });
    return undefined;
  }
  return resolved;
}

function resolveOptimizer(part: Located | undefined, report: Report): OptimizerDescription | undefined {
  if (part === undefined) return OPTIMIZER_DEFAULTS.adam;
  // A map without a kind is the default optimizer with other numbers.
  const tree = part.tree;
  if (tree.kind === 'map' && !tree.entries.has('kind')) {
    const kind = { kind: 'scalar', value: 'adam', source: 'adam', quoted: false, place: tree.place } as const;
    const entries = new Map(tree.entries).set('kind', { keyPlace: tree.place, value: kind });
    return resolveOptimizer({ ...part, tree: { ...tree, entries } }, report);
  }
  const optimizer = resolveKind(part, form.OPTIMIZER_FORMS, form.OPTIMIZER_NAME, report);
  return optimizer && ({ ...OPTIMIZER_DEFAULTS[optimizer.kind], ...optimizer } as OptimizerDescription);
}

function resolveSchedule(part: Located | undefined, report: Report): ScheduleDescription | undefined {
  if (part === undefined) return { kind: 'constant' };
  const schedule = resolveKind(part, form.SCHEDULE_FORMS, form.SCHEDULE_NAME, report);
  return schedule && ({ ...(SCHEDULE_DEFAULTS as Defaults)[schedule.kind], ...schedule } as ScheduleDescription);
}

function resolveSurrogate(part: Located | undefined, report: Report): SurrogateDescription | undefined {
  if (part === undefined) return SURROGATE_DEFAULTS.atan;
  const surrogate = resolveKind(part, form.SURROGATE_FORMS, form.SURROGATE_NAME, report);
  return surrogate && ({ ...SURROGATE_DEFAULTS[surrogate.kind], ...surrogate } as SurrogateDescription);
}

function resolveGradientRule(
  kind: GradientRule['kind'],
  part: Located | undefined,
  report: Report,
): GradientRule | undefined {
  if (kind === 'backprop') return { kind };
  const surrogate = resolveSurrogate(part && below(part, 'surrogate'), report);
  return surrogate && { kind, surrogate };
}

/** What was read of `learn` by itself; undefined where it was not sound. */
type LearnFields = RuleFields & { readonly clip?: number; readonly loss?: LossName };

/** What only one method of learning has. */
function resolveMethod(
  name: form.LearnRuleName,
  part: Located | undefined,
  fields: LearnFields | undefined,
  readout: Readout | undefined,
  report: Report,
): Pick<Learning, 'method' | 'rule'> | undefined {
  if (!form.isLfp(name)) {
    const rule = resolveGradientRule(name, part, report);
    return rule && fields && ({ method: 'gradient', rule, loss: fields.loss ?? 'cross-entropy' } as Learning);
  }
  const rule = fields && resolveRule(name, part ?? EMPTY, fields, report);
  const reward = resolveReward(part && below(part, 'reward'), readout, report);
  return rule && reward && ({ method: 'lfp', rule, reward } as Learning);
}

/**
 * Reads `learn`; the whole of it may be missing.
 *
 * @param readout The network's, which decides the default reward; undefined when the network is not sound.
 */
export function resolveLearn(
  part: Located | undefined,
  readout: Readout | undefined,
  report: Report,
): Learning | undefined {
  if (part !== undefined && part.tree.kind !== 'map') {
    reportAt(part, 'the name of a rule, or a map', report);
    return undefined;
  }
  const rulePart = part && below(part, 'rule');
  const name = rulePart ? ruleNamed(textAt(part.tree, 'rule') ?? '') : form.RULE_ALIASES.lfp;
  if (rulePart && name === undefined) {
    checkForm(form.RULE_NAME, rulePart, report);
    // Whatever rule was meant: what is wrong with its parts is told at once.
    const reward = below(part, 'reward');
    if (reward) resolveReward(reward, readout, report);
    resolveSurrogate(below(part, 'surrogate'), report);
  }
  const checked = part && name && checkForm(form.LEARN_FORMS[name], part, report);
  const fields = (part === undefined ? {} : checked) as LearnFields | undefined;
  const method = name && resolveMethod(name, part, fields, readout, report);
  const optimizer = resolveOptimizer(part && below(part, 'optimizer'), report);
  const schedule = resolveSchedule(part && below(part, 'schedule'), report);
  if (!method || !optimizer || !schedule) return undefined;
  const clip = fields?.clip;
  return { ...method, optimizer, ...(clip === undefined ? {} : { clip }), schedule } as Learning;
}
