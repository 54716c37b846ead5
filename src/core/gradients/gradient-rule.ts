import type { RuleDescription } from '../feedback/rule.js';
import type { OptionForms } from '../option-form.js';
import type { SurrogateDescription } from './surrogate.js';

/**
 * Learning by the chain rule, to compare layer-wise feedback propagation with.
 *
 * - `backprop`: exact gradients; for networks without spikes and steps.
 * - `surrogate`: back-propagation through time, with a surrogate for the derivative of spikes and steps.
 * - `feedback-alignment`: the same, but errors go back through fixed random weights.
 * - `direct-feedback-alignment`: each layer gets the error of the outputs at once, through fixed random weights.
 */
export type GradientRule =
  | { readonly kind: 'backprop' }
  | {
      readonly kind: 'surrogate' | 'feedback-alignment' | 'direct-feedback-alignment';
      readonly surrogate: SurrogateDescription;
    };

/** How a network sends back what its output earned (LFP), or how it should change (gradients). */
export type LearningRule = RuleDescription | GradientRule;

/** Whether a rule sends errors back, and not reward. */
export function isGradientRule(rule: LearningRule): rule is GradientRule {
  return rule.kind in GRADIENT_RULES;
}

/** The rules with a line for people, by the name that a scenario's `learn.rule` uses. */
export const GRADIENT_RULES = {
  backprop: 'back-propagation: exact gradients, for networks without spikes and steps',
  surrogate: 'back-propagation through time, with a surrogate for the derivative of spikes and steps',
  'feedback-alignment': 'the same with fixed random weights on the way back',
  'direct-feedback-alignment': "the outputs' error to every layer at once, through fixed random weights",
} as const;

/** The surrogates with a line for people. */
export const SURROGATES = {
  atan: 'α/2 / (1 + (π/2 α x)²)',
  'fast-sigmoid': '1 / (1 + slope |x|)²',
  sigmoid: 'slope σ(slope x) (1 − σ(slope x))',
  'straight-through': '1',
  triangle: 'max(0, 1 − |x| / width)',
  triangular: "snnTorch's: height below the threshold, −height above",
} as const;

const positive = { type: 'number', above: 0 } as const;

/** What the numbers of each surrogate may be. */
export const SURROGATE_OPTIONS: OptionForms<SurrogateDescription> = {
  atan: { alpha: positive },
  'fast-sigmoid': { slope: positive },
  sigmoid: { slope: positive },
  'straight-through': {},
  triangle: { width: positive },
  triangular: { height: positive },
};

/** What each surrogate has unless something else is asked for: snnTorch's numbers. */
export const SURROGATE_DEFAULTS: {
  readonly [K in SurrogateDescription['kind']]: SurrogateDescription & { kind: K };
} = {
  atan: { kind: 'atan', alpha: 2 },
  'fast-sigmoid': { kind: 'fast-sigmoid', slope: 25 },
  sigmoid: { kind: 'sigmoid', slope: 25 },
  'straight-through': { kind: 'straight-through' },
  triangle: { kind: 'triangle', width: 1 },
  triangular: { kind: 'triangular', height: 1 },
};
