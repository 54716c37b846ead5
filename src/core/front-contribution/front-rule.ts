import type { NetworkDescription } from '../layers/layer.js';
import type { LossName } from '../losses/loss.js';
import { type ChainNeeds, denseChainProblems } from '../network/dense-chain.js';
import type { OptimizerDescription } from '../optimizers/optimizer.js';
import type { OptionForms } from '../option-form.js';
import type { OptionProblem } from '../option-problems.js';
import { sizeOf } from '../shape.js';
import type { UpdateOrder } from './front-learning.js';

/**
 * How the first layer is followed without its weights.
 *
 * - `gram`: the exact dual form on a fixed set of samples.
 * - `compensation`, `frozen-compensation`: techniques (i) and (ii), for one repeated input.
 * - `basis`: technique (iii), corrected, for two inputs. `as-printed`: the paper's own equation of it, which is wrong.
 * - `history`: any depth, by keeping every step; memory and time grow with the steps.
 */
export type FrontForm = 'gram' | 'compensation' | 'frozen-compensation' | 'basis' | 'as-printed' | 'history';

/** Learning by front contribution: back-propagation on a network whose first layer stays as it was drawn. */
export interface FrontRule {
  readonly kind: 'front-contribution';
  readonly form: FrontForm;
  readonly order: UpdateOrder;
  /** Whether back-propagation runs beside it from the same start, and the difference of the two is measured. */
  readonly shadow: boolean;
  /** The most that the dual form may keep, MiB. */
  readonly memory: number;
}

/** The rule with a line for people. */
export const FRONT_RULES = {
  'front-contribution': 'back-propagation with the first layer in its dual form; dense networks of one hidden layer',
} as const;

const FORMS: readonly FrontForm[] = ['gram', 'compensation', 'frozen-compensation', 'basis', 'as-printed', 'history'];

/** What the options of the rule may be. */
export const FRONT_OPTIONS: OptionForms<FrontRule> = {
  'front-contribution': {
    form: { type: 'choice', names: FORMS },
    order: { type: 'choice', names: ['simultaneous', 'sequential'] satisfies UpdateOrder[] },
    shadow: { type: 'flag' },
    memory: { type: 'number', above: 0 },
  },
};

/** What the rule has unless something else is asked for. */
export const FRONT_RULE_DEFAULTS: FrontRule = {
  kind: 'front-contribution',
  form: 'gram',
  order: 'simultaneous',
  shadow: false,
  memory: 1024,
};

const UNITS: ChainNeeds['hidden'] = ['relu', 'leaky-relu', 'tanh', 'sigmoid', 'silu', 'identity', 'step', 'sign'];

/** Forms that know ReLU, one output, squared errors and no biases. */
const SMALL: readonly FrontForm[] = ['compensation', 'frozen-compensation', 'as-printed'];

/** Why a form cannot train a network, and every choice of optimizer, clipping, loss and order that has no such form. */
export function frontProblems(
  { form, order }: FrontRule,
  { input, layers }: Pick<NetworkDescription, 'input' | 'layers'>,
  {
    optimizer,
    clip,
    loss,
  }: { readonly optimizer: OptimizerDescription; readonly clip?: number; readonly loss: LossName },
): readonly OptionProblem[] {
  const small = SMALL.includes(form);
  const bias = small || form === 'basis' ? 'never' : 'any';
  const found = [...denseChainProblems('front-contribution', { layers }, { hidden: small ? ['relu'] : UNITS, bias })];
  const problem = (field: string, expected: string, got: string) => found.push({ field, expected, got });
  const hidden = layers.length - 1;
  if (form !== 'history' && hidden !== 1)
    problem('form', 'one hidden layer, or form "history" for any number', `"${form}" with ${hidden} hidden layers`);
  const inputs = sizeOf(input.shape);
  if ((form === 'basis' || form === 'as-printed') && inputs !== 2)
    problem(
      'form',
      'a form for any number of inputs, such as "gram"',
      `"${form}", which is for 2 inputs, with ${inputs}`,
    );
  if (optimizer.kind !== 'sgd')
    problem('optimizer', '"sgd": a step scaled by each weight has no dual form', `"${optimizer.kind}"`);
  else if (form !== 'gram' && form !== 'basis' && (optimizer.momentum > 0 || optimizer.weightDecay > 0))
    problem(
      'optimizer',
      `momentum 0 and weightDecay 0 for the form "${form}"`,
      `momentum ${optimizer.momentum} and weightDecay ${optimizer.weightDecay}`,
    );
  if (clip !== undefined) problem('clip', 'no clip: its norm is over weights that are not kept', String(clip));
  if (small && loss !== 'squared-error') problem('loss', `"squared-error" for the form "${form}"`, `"${loss}"`);
  if (form === 'as-printed' && order !== 'sequential')
    problem('order', '"sequential", as the paper prints it', `"${order}"`);
  return found;
}

/** Whether a form follows one sample a step. */
export function takesOneSample({ form }: FrontRule): boolean {
  return form !== 'gram' && form !== 'basis';
}
