import type { OptionForms } from '../option-form.js';

/**
 * Learning by trying: the loss is measured with all trainable values moved along random directions and back.
 *
 * @see Spall 1992, "Multivariate Stochastic Approximation Using a Simultaneous Perturbation Gradient Approximation";
 *   Jabri & Flower 1992, "Weight Perturbation"; Cauwenberghs 1993, "A Fast Stochastic Error-Descent Algorithm for
 *   Supervised Learning and Optimization".
 */
export interface PerturbationRule {
  readonly kind: 'perturbation';
  /** c: how far every value is moved, > 0, in the units of the weights. */
  readonly scale: number;
  /** Random directions per optimizer step; each costs two presentations of the batch. */
  readonly directions: number;
  /** What a direction's values are: −1 or 1 with equal probability, or standard normal. */
  readonly distribution: 'rademacher' | 'gaussian';
}

/** The rule with a line for people. */
export const PERTURBATION_RULES = {
  perturbation: 'simultaneous perturbation: the loss with all weights moved along random directions and back',
} as const;

/** What the options of the rule may be. */
export const PERTURBATION_OPTIONS: OptionForms<PerturbationRule> = {
  perturbation: {
    scale: { type: 'number', above: 0 },
    directions: { type: 'whole', min: 1, max: 1000 },
    distribution: {
      type: 'choice',
      names: ['rademacher', 'gaussian'] satisfies readonly PerturbationRule['distribution'][],
    },
  },
};

/** What the rule has unless something else is asked for. */
export const PERTURBATION_DEFAULTS: PerturbationRule = {
  kind: 'perturbation',
  scale: 0.03,
  directions: 8,
  distribution: 'rademacher',
};
