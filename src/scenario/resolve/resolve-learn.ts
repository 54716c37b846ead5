import {
  LFP_RULES,
  type LfpRuleName,
  RULE_DEFAULTS,
  type RuleDescription,
  ruleProblem,
} from '../../core/feedback/rule.js';
import type { Readout } from '../../core/layers/layer.js';
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
import type { LearnDescription } from '../scenario.js';
import { textAt } from '../tree/tree.js';
import { resolveKind } from './resolve-kind.js';

/** Defaults by kind; kinds that are not there have none. */
type Defaults = Readonly<Record<string, object | undefined>>;

const EMPTY: Located = { tree: { kind: 'map', entries: new Map(), place: { line: 1, column: 1 } }, path: ['learn'] };

function ruleNamed(name: string): LfpRuleName | undefined {
  if (name === 'lfp') return form.RULE_ALIASES.lfp;
  return namesOf(LFP_RULES).find((rule) => rule === name);
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

/**
 * Reads `learn`; the whole of it may be missing.
 *
 * @param readout The network's, which decides the default reward; undefined when the network is not sound.
 */
export function resolveLearn(
  part: Located | undefined,
  readout: Readout | undefined,
  report: Report,
): LearnDescription | undefined {
  if (part !== undefined && part.tree.kind !== 'map') {
    reportAt(part, 'the name of a rule, or a map', report);
    return undefined;
  }
  const rulePart = part && below(part, 'rule');
  const name = rulePart ? ruleNamed(textAt(part.tree, 'rule') ?? '') : form.RULE_ALIASES.lfp;
  if (rulePart && name === undefined) checkForm(form.RULE_NAME, rulePart, report);
  const fields = part && name && checkForm(form.LEARN_FORMS[name], part, report);
  const rule =
    name && (part === undefined || fields) && resolveRule(name, part ?? EMPTY, (fields ?? {}) as RuleFields, report);
  const reward = resolveReward(part && below(part, 'reward'), readout, report);
  const optimizer = resolveOptimizer(part && below(part, 'optimizer'), report);
  const schedule = resolveSchedule(part && below(part, 'schedule'), report);
  if (!rule || !reward || !optimizer || !schedule) return undefined;
  const { clip } = (fields ?? {}) as { readonly clip?: number };
  return { method: 'lfp', rule, reward, optimizer, ...(clip === undefined ? {} : { clip }), schedule };
}
