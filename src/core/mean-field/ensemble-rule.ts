import type { NetworkDescription } from '../layers/layer.js';
import { type ChainNeeds, denseChainProblems } from '../network/dense-chain.js';
import type { OptionForms } from '../option-form.js';
import type { OptionProblem } from '../option-problems.js';
import { ENSEMBLE_TRAINING } from './ensemble-training.js';

/** Learning of a spike-and-slab ensemble of networks: by generalised back-propagation for ReLU, in closed form for steps. */
export interface EnsembleRule {
  readonly kind: 'mean-field-ensemble';
  /** Decoupled decay of slab means and variances; what a step takes off is learning rate × decay × value. ReLU only. */
  readonly decay: number;
  /** When the optimizer's moments and step counter start anew. */
  readonly reset: 'epoch' | 'never';
  /** Networks drawn from the ensemble at every test; `accuracy(sampled)` is their mean. */
  readonly samples: number;
}

/** The rule with a line for people. */
export const ENSEMBLE_RULES = {
  'mean-field-ensemble': 'spike-and-slab weights by generalised back-propagation; dense networks of ReLU or step units',
} as const;

/** What the options of the rule may be. */
export const ENSEMBLE_OPTIONS: OptionForms<EnsembleRule> = {
  'mean-field-ensemble': {
    decay: { type: 'number', min: 0 },
    reset: { type: 'choice', names: ['epoch', 'never'] satisfies EnsembleRule['reset'][] },
    samples: { type: 'whole', min: 1, max: 1000 },
  },
};

/** What the rule has unless something else is asked for: for ReLU the published numbers. */
export const ENSEMBLE_DEFAULTS: { readonly [K in 'relu' | 'step']: EnsembleRule } = {
  relu: { kind: 'mean-field-ensemble', decay: ENSEMBLE_TRAINING.decay, reset: 'epoch', samples: 10 },
  step: { kind: 'mean-field-ensemble', decay: 0, reset: 'never', samples: 10 },
};

const NEEDS: ChainNeeds = { hidden: ['relu', 'step'], bias: 'never' };

/** Why the rule cannot train a network. */
export function ensembleProblems(
  rule: EnsembleRule,
  network: Pick<NetworkDescription, 'layers'>,
): readonly OptionProblem[] {
  const decays = rule.decay > 0 && hasStepUnits(network);
  return [
    ...denseChainProblems(rule.kind, network, NEEDS),
    ...(decays ? [{ field: 'decay', expected: '0 for step units', got: String(rule.decay) }] : []),
  ];
}

/** Whether the first hidden layer is one of step units, which decides how the ensemble is trained. */
export function hasStepUnits({ layers }: Pick<NetworkDescription, 'layers'>): boolean {
  return layers.some((layer) => 'neuron' in layer && layer.neuron.kind === 'step');
}
