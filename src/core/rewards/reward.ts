import type { Readout } from '../layers/layer.js';
import type { OptionForms } from '../option-form.js';

/**
 * What the output earns. Multiplied by the output (or its sign), because the layer below divides by it.
 * `scale: 'per-step'` divides a rate reward by the number of steps.
 */
export type RewardDescription =
  | {
      readonly kind: 'softmax' | 'sigmoid' | 'binary-sigmoid' | 'correct-class' | 'misclassification';
    }
  | { readonly kind: 'bounded-softmax'; readonly low: number; readonly high: number; readonly signOnly: boolean }
  | { readonly kind: 'maximize' | 'minimize' }
  | { readonly kind: 'rate'; readonly scale: 'none' | 'per-step' };
export type RewardKind = RewardDescription['kind'];

/** Every reward with a line for people. */
export const REWARDS: { readonly [K in RewardKind]: string } = {
  softmax: 'output times (label minus softmax)',
  sigmoid: 'output times (label minus sigmoid), every class by itself',
  'binary-sigmoid': 'one output: output times (label minus sigmoid)',
  'bounded-softmax': 'softmax with probabilities beyond the bounds taken as 1 or 0',
  'correct-class': 'sign of the right output where the prediction is right',
  misclassification: 'minus the sign of every output above the right one',
  maximize: 'sign times (1 minus sigmoid): raise the single output',
  minimize: 'the opposite of maximize',
  rate: 'spike counts: the right class should fire in half of the steps or more, the others should not',
};

/** What a reward has unless something else is asked for; rewards that are not here have no options or no defaults. */
export const REWARD_DEFAULTS = { rate: { scale: 'none' }, 'bounded-softmax': { signOnly: false } } as const;

/** The reward that goes with a read-out: spike counts have their own, values are taken as logits. */
export function defaultReward(readout: Readout): RewardDescription {
  return readout === 'rate' ? { kind: 'rate', ...REWARD_DEFAULTS.rate } : { kind: 'softmax' };
}

const share = { type: 'number', min: 0, max: 1 } as const;

/** What the options of each reward may be. */
export const REWARD_OPTIONS: OptionForms<RewardDescription> = {
  softmax: {},
  sigmoid: {},
  'binary-sigmoid': {},
  'bounded-softmax': { low: share, high: share, signOnly: { type: 'flag' } },
  'correct-class': {},
  misclassification: {},
  maximize: {},
  minimize: {},
  rate: { scale: { type: 'choice', names: ['none', 'per-step'] } },
};
