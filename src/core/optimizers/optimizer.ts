import type { OptionForms } from '../option-form.js';

/** How feedback becomes a weight change. The gradient's place is taken by minus the feedback. */
export type OptimizerDescription =
  | { readonly kind: 'sgd'; readonly lr: number; readonly momentum: number; readonly weightDecay: number }
  | {
      readonly kind: 'adam';
      readonly lr: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

export const OPTIMIZERS = {
  sgd: 'stochastic ascent of the reward, with momentum',
  adam: 'Adam: step sizes from running moments of the feedback',
} as const;

/** What an optimizer has unless something else is asked for. */
export const OPTIMIZER_DEFAULTS: {
  readonly [K in OptimizerDescription['kind']]: OptimizerDescription & { kind: K };
} = {
  sgd: { kind: 'sgd', lr: 0.05, momentum: 0.9, weightDecay: 0 },
  adam: { kind: 'adam', lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
};

/** The learning rate's course over a run, as factors of the optimizer's `lr`. */
export type ScheduleDescription =
  | { readonly kind: 'constant' }
  /** Times `factor` after every `every` epochs. */
  | { readonly kind: 'step'; readonly every: number; readonly factor: number }
  /** Half a cosine from 1 down to `floor`, stepped every batch. */
  | { readonly kind: 'cosine'; readonly floor: number }
  /** PyTorch's OneCycleLR: cosine warm-up for `warmUp` of the run from 1/25, then cosine down to 1/250,000. */
  | { readonly kind: 'one-cycle'; readonly warmUp: number };

export const SCHEDULES = {
  constant: 'the same rate throughout',
  step: 'multiplied by a factor every so many epochs',
  cosine: 'half a cosine down to a floor',
  'one-cycle': 'cosine warm-up, then cosine down',
} as const;

/** What a schedule has unless something else is asked for; `step` has no defaults. */
export const SCHEDULE_DEFAULTS = { cosine: { floor: 0 }, 'one-cycle': { warmUp: 0.3 } } as const;

const positive = { type: 'number', above: 0 } as const;
const atLeastZero = { type: 'number', min: 0 } as const;
const momentum = { type: 'number', min: 0, below: 1 } as const;

/** What the numbers of each optimizer may be. */
export const OPTIMIZER_OPTIONS: OptionForms<OptimizerDescription> = {
  sgd: { lr: positive, momentum, weightDecay: atLeastZero },
  adam: { lr: positive, beta1: momentum, beta2: momentum, epsilon: positive, weightDecay: atLeastZero },
};

/** What the numbers of each schedule may be. */
export const SCHEDULE_OPTIONS: OptionForms<ScheduleDescription> = {
  constant: {},
  step: { every: { type: 'whole', min: 1 }, factor: positive },
  cosine: { floor: { type: 'number', min: 0, max: 1 } },
  'one-cycle': { warmUp: { type: 'number', above: 0, below: 1 } },
};
