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
