import { type LfpRuleName, RULE_DEFAULTS, type RuleDescription, ruleProblem } from '../../core/feedback/rule.js';
import { type GradientRule, SURROGATE_DEFAULTS } from '../../core/gradients/gradient-rule.js';
import type { SurrogateDescription } from '../../core/gradients/surrogate.js';
import type { LayerDescription, Readout } from '../../core/layers/layer.js';
import type { Learning, PeerLearning } from '../../core/learning.js';
import type { LossName } from '../../core/losses/loss.js';
import {
  OPTIMIZER_DEFAULTS,
  type OptimizerDescription,
  SCHEDULE_DEFAULTS,
  type ScheduleDescription,
} from '../../core/optimizers/optimizer.js';
import {
  PEER_OPTIONS,
  PEER_PARTS,
  type PeerRule,
  type PeerRuleName,
  peerDefaults,
  peerDescent,
} from '../../core/peer-rule.js';
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

/** The rule that a file names; undefined: there is none of this name. */
export function ruleNamed(name: string): form.LearnRuleName | undefined {
  if (name === 'lfp') return form.RULE_ALIASES.lfp;
  return namesOf(form.LEARN_RULES).find((rule) => rule === name);
}

/** What rules without a usual of their own descend by. */
const DESCENT = { optimizer: OPTIMIZER_DEFAULTS.adam, schedule: { kind: 'constant' } } as const;

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

/** @param usual The rule's optimizer: what stands where nothing, or no kind, is written. */
function resolveOptimizer(
  part: Located | undefined,
  usual: OptimizerDescription,
  report: Report,
): OptimizerDescription | undefined {
  if (part === undefined) return usual;
  // A map without a kind is the usual optimizer with other numbers.
  const tree = part.tree;
  if (tree.kind === 'map' && !tree.entries.has('kind')) {
    const kind = { kind: 'scalar', value: usual.kind, source: usual.kind, quoted: false, place: tree.place } as const;
    const entries = new Map(tree.entries).set('kind', { keyPlace: tree.place, value: kind });
    return resolveOptimizer({ ...part, tree: { ...tree, entries } }, usual, report);
  }
  const optimizer = resolveKind(part, form.OPTIMIZER_FORMS, form.OPTIMIZER_NAME, report);
  const defaults = optimizer?.kind === usual.kind ? usual : optimizer && OPTIMIZER_DEFAULTS[optimizer.kind];
  return optimizer && ({ ...defaults, ...optimizer } as OptimizerDescription);
}

function resolveSchedule(
  part: Located | undefined,
  usual: ScheduleDescription,
  report: Report,
): ScheduleDescription | undefined {
  if (part === undefined) return usual;
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

/** What learning is for: the parts of a network that defaults depend on; undefined where the network is not sound. */
export interface LearnFor {
  readonly readout: Readout | undefined;
  readonly layers: readonly LayerDescription[] | undefined;
}

function resolvePeer(
  name: PeerRuleName,
  part: Located | undefined,
  fields: LearnFields,
  { layers }: LearnFor,
  report: Report,
): Pick<PeerLearning, 'method' | 'rule' | 'loss'> | undefined {
  const defaults = peerDefaults(name, layers && { layers });
  const given = Object.fromEntries(Object.entries(fields).filter(([key]) => key in PEER_OPTIONS[name]));
  const written = part && below(part, 'surrogate');
  const surrogate = written && PEER_PARTS[name].surrogate ? resolveSurrogate(written, report) : undefined;
  return {
    method: 'peer',
    rule: { ...defaults, ...given } as PeerRule,
    loss: fields.loss ?? 'cross-entropy',
    ...(surrogate ? { surrogate } : {}),
  };
}

/** What was read of `learn` by itself; undefined where it was not sound. */
type LearnFields = RuleFields & { readonly clip?: number; readonly loss?: LossName };

/** What only one method of learning has. */
function resolveMethod(
  name: form.LearnRuleName,
  part: Located | undefined,
  fields: LearnFields | undefined,
  learnFor: LearnFor,
  report: Report,
): Pick<Learning, 'method' | 'rule'> | undefined {
  if (form.isPeer(name)) return fields && resolvePeer(name, part, fields, learnFor, report);
  if (!form.isLfp(name)) {
    const rule = resolveGradientRule(name, part, report);
    return rule && fields && ({ method: 'gradient', rule, loss: fields.loss ?? 'cross-entropy' } as Learning);
  }
  const rule = fields && resolveRule(name, part ?? EMPTY, fields, report);
  const reward = resolveReward(part && below(part, 'reward'), learnFor.readout, report);
  return rule && reward && ({ method: 'lfp', rule, reward } as Learning);
}

/**
 * Reads `learn`; the whole of it may be missing.
 *
 * @param learnFor The network, whose read-out decides the default reward.
 */
export function resolveLearn(part: Located | undefined, learnFor: LearnFor, report: Report): Learning | undefined {
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
    if (reward) resolveReward(reward, learnFor.readout, report);
    resolveSurrogate(below(part, 'surrogate'), report);
  }
  const checked = part && name && checkForm(form.LEARN_FORMS[name], part, report);
  const fields = (part === undefined ? {} : checked) as LearnFields | undefined;
  const method = name && resolveMethod(name, part, fields, learnFor, report);
  const { layers } = learnFor;
  const usual = name && form.isPeer(name) ? peerDescent(name, layers && { layers }) : DESCENT;
  const optimizer = resolveOptimizer(part && below(part, 'optimizer'), usual.optimizer, report);
  const schedule = resolveSchedule(part && below(part, 'schedule'), usual.schedule, report);
  if (!method || !optimizer || !schedule) return undefined;
  const clip = fields?.clip;
  return { ...method, optimizer, ...(clip === undefined ? {} : { clip }), schedule } as Learning;
}
