import { FRONT_OPTIONS, FRONT_RULE_DEFAULTS, FRONT_RULES, type FrontRule } from './front-contribution/front-rule.js';
import type { NetworkDescription } from './layers/layer.js';
import {
  ENSEMBLE_DEFAULTS,
  ENSEMBLE_OPTIONS,
  ENSEMBLE_RULES,
  type EnsembleRule,
  hasStepUnits,
} from './mean-field/ensemble-rule.js';
import { ENSEMBLE_TRAINING } from './mean-field/ensemble-training.js';
import { STEP_ENSEMBLE_OPTIMIZER } from './mean-field/step-ensemble-step.js';
import { OPTIMIZER_DEFAULTS, type OptimizerDescription, type ScheduleDescription } from './optimizers/optimizer.js';
import type { OptionForms } from './option-form.js';
import {
  PERTURBATION_DEFAULTS,
  PERTURBATION_OPTIONS,
  PERTURBATION_RULES,
  type PerturbationRule,
} from './perturbation/perturbation-rule.js';
import { RSTDP_DEFAULTS, RSTDP_OPTIONS, RSTDP_RULES, type RstdpRule } from './plasticity/rstdp-rule.js';
import {
  RESPONSIBILITY_DEFAULTS,
  RESPONSIBILITY_OPTIONS,
  RESPONSIBILITY_RULES,
  type ResponsibilityRule,
} from './responsibility/responsibility-rule.js';

/** The learners beside LFP and gradients, to compare with. */
export type PeerRule = ResponsibilityRule | FrontRule | EnsembleRule | PerturbationRule | RstdpRule;
export type PeerRuleName = PeerRule['kind'];

/** The rules with a line for people. */
export const PEER_RULES = {
  ...RESPONSIBILITY_RULES,
  ...FRONT_RULES,
  ...ENSEMBLE_RULES,
  ...PERTURBATION_RULES,
  ...RSTDP_RULES,
} as const satisfies Record<PeerRuleName, string>;

/** What the options of each rule may be. */
export const PEER_OPTIONS: OptionForms<PeerRule> = {
  ...RESPONSIBILITY_OPTIONS,
  ...FRONT_OPTIONS,
  ...ENSEMBLE_OPTIONS,
  ...PERTURBATION_OPTIONS,
  ...RSTDP_OPTIONS,
};

/** Which rules let a scenario choose a loss, and which a surrogate for the derivative of step units. */
export const PEER_PARTS: { readonly [K in PeerRuleName]: { readonly loss: boolean; readonly surrogate: boolean } } = {
  responsibility: { loss: false, surrogate: true },
  'responsibility-lfp': { loss: false, surrogate: false },
  'front-contribution': { loss: true, surrogate: true },
  'mean-field-ensemble': { loss: false, surrogate: false },
  perturbation: { loss: true, surrogate: false },
  'r-stdp': { loss: false, surrogate: false },
};

/** What a rule has unless something else is asked for. Ensembles of step units have other numbers than those of ReLU. */
export function peerDefaults(name: PeerRuleName, network: Pick<NetworkDescription, 'layers'> | undefined): PeerRule {
  switch (name) {
    case 'responsibility':
    case 'responsibility-lfp':
      return RESPONSIBILITY_DEFAULTS[name];
    case 'front-contribution':
      return FRONT_RULE_DEFAULTS;
    case 'mean-field-ensemble':
      return ENSEMBLE_DEFAULTS[network && hasStepUnits(network) ? 'step' : 'relu'];
    case 'perturbation':
      return PERTURBATION_DEFAULTS;
    case 'r-stdp':
      return RSTDP_DEFAULTS;
  }
}

/** The optimizer and the schedule of a rule unless others are asked for. */
export function peerDescent(
  name: PeerRuleName,
  network: Pick<NetworkDescription, 'layers'> | undefined,
): { readonly optimizer: OptimizerDescription; readonly schedule: ScheduleDescription } {
  const schedule = { kind: 'constant' } as const;
  switch (name) {
    case 'responsibility':
      return { optimizer: { ...OPTIMIZER_DEFAULTS.adam, lr: 0.005 }, schedule };
    case 'responsibility-lfp':
      return { optimizer: { ...OPTIMIZER_DEFAULTS.sgd, lr: 0.3 }, schedule };
    case 'front-contribution':
      return { optimizer: { ...OPTIMIZER_DEFAULTS.sgd, lr: 0.1, momentum: 0 }, schedule };
    case 'mean-field-ensemble':
      if (network && hasStepUnits(network)) return { optimizer: STEP_ENSEMBLE_OPTIMIZER, schedule };
      return { optimizer: ENSEMBLE_TRAINING.optimizer, schedule: ENSEMBLE_TRAINING.schedule };
    case 'perturbation':
      return { optimizer: { ...OPTIMIZER_DEFAULTS.adam, lr: 0.01 }, schedule };
    case 'r-stdp':
      return { optimizer: { ...OPTIMIZER_DEFAULTS.sgd, lr: 1e-4, momentum: 0 }, schedule };
  }
}

/** Whether a rule is one of these learners. */
export function isPeerRule(rule: { readonly kind: string }): rule is PeerRule {
  return rule.kind in PEER_RULES;
}

/** Whether a rule brings a network of its own, which is dense, answers in one step and keeps no spikes. */
export function hasOwnNetwork({ kind }: PeerRule): boolean {
  return kind !== 'perturbation' && kind !== 'r-stdp';
}
