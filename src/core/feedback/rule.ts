import type { OptionForms } from '../option-form.js';
import type { OptionProblem } from '../option-problems.js';

/**
 * How a weighted layer splits a reward among its parameters and inputs.
 *
 * - `epsilon`: by contribution to the sum, the denominator kept from 0 (the authors' main rule).
 * - `gamma`: positive contributions favoured by `gamma`, for the reward to the inputs; parameters as `epsilon`.
 * - `z-plus`: only positive contributions.
 * - `alpha-beta`: `alpha` times the positive share minus `beta` times the negative share, `alpha − beta = 1`.
 * - `hebbian`, `oja`: parameters by correlation of reward and activity; inputs as `epsilon`.
 */
export type RuleDescription =
  | { readonly kind: 'epsilon' | 'z-plus' | 'hebbian' | 'oja'; readonly epsilon: number }
  | { readonly kind: 'gamma'; readonly epsilon: number; readonly gamma: number }
  | { readonly kind: 'alpha-beta'; readonly epsilon: number; readonly alpha: number; readonly beta: number };

/** The rules with a line for people, by the name that a scenario's `learn.rule` uses. */
export const LFP_RULES = {
  'lfp-epsilon': 'layer-wise feedback propagation, epsilon rule',
  'lfp-gamma': 'LFP, gamma rule for the reward to the inputs',
  'lfp-z-plus': 'LFP, positive contributions only',
  'lfp-alpha-beta': 'LFP, alpha times positive minus beta times negative contributions',
  'lfp-hebbian': 'LFP, parameters by correlation of reward and activity',
  'lfp-oja': 'LFP, Hebbian with Oja decay',
} as const;
export type LfpRuleName = keyof typeof LFP_RULES;

/** What a rule has unless something else is asked for. */
export const RULE_DEFAULTS = { epsilon: 1e-6, gamma: 0.25, alpha: 2, beta: 1 } as const;

const positive = { type: 'number', above: 0 } as const;
const atLeastZero = { type: 'number', min: 0 } as const;

/** What the numbers of each rule may be. */
export const RULE_OPTIONS: OptionForms<RuleDescription> = {
  epsilon: { epsilon: positive },
  gamma: { epsilon: positive, gamma: atLeastZero },
  'z-plus': { epsilon: positive },
  'alpha-beta': { epsilon: positive, alpha: atLeastZero, beta: atLeastZero },
  hebbian: { epsilon: positive },
  oja: { epsilon: positive },
};

/** What keeps a rule from conserving reward. */
export function ruleProblem(rule: RuleDescription): OptionProblem | undefined {
  if (rule.kind !== 'alpha-beta' || Math.abs(rule.alpha - rule.beta - 1) <= 1e-9) return undefined;
  const got = `${rule.alpha} - ${rule.beta} = ${rule.alpha - rule.beta}`;
  return { field: 'alpha', expected: 'alpha - beta = 1', got };
}
