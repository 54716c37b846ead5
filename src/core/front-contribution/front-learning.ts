import { isDifferentiable, staticDerivative } from '../gradients/static-derivative.js';
import type { SurrogateDescription } from '../gradients/surrogate.js';
import { surrogateDerivative } from '../gradients/surrogate.js';
import type { LossName } from '../losses/loss.js';
import type { StaticDescription } from '../neurons/static-units.js';
import { OPTIMIZER_OPTIONS, type OptimizerDescription } from '../optimizers/optimizer.js';
import { kindProblems } from '../option-problems.js';

/**
 * Which output weights send the error back to the hidden layer: those from before the update (`simultaneous`, ordinary
 * back-propagation) or the updated ones (`sequential`, as the paper has it).
 *
 * The sequential order is no gradient descent. For one sample under plain SGD `e_seq = e_sim − η ‖g‖² v f′`: the
 * pre-activations grow by `1 + η² ‖g‖² ‖x‖²` a visit, and larger rates diverge.
 */
export type UpdateOrder = 'simultaneous' | 'sequential';

/** How a two-layer network learns, as back-propagation and the front contribution both understand it. Plain data. */
export interface FrontLearning {
  readonly order: UpdateOrder;
  readonly loss: LossName;
  /** Hidden units f. */
  readonly units: StaticDescription;
  /** The local derivative of units that jump (`step`, `sign`). */
  readonly surrogate?: SurrogateDescription | undefined;
  /** The rate comes with each step; `lr` is not read. */
  readonly optimizer: OptimizerDescription;
  /** Rate of the hidden biases as a multiple of the rate of the weights; 0 keeps them as they are. */
  readonly hiddenBiasRatio: number;
}

/** What a two-layer network learns with unless something else is asked for. */
export const FRONT_DEFAULTS: FrontLearning = {
  order: 'simultaneous',
  loss: 'cross-entropy',
  units: { kind: 'relu' },
  optimizer: { kind: 'sgd', lr: 0.05, momentum: 0, weightDecay: 0 },
  hiddenBiasRatio: 1,
};

/** Local derivative f′ of the hidden units as a function of their sum. @throws RangeError when there is none. */
export function localDerivative({
  units,
  surrogate,
}: Pick<FrontLearning, 'units' | 'surrogate'>): (z: number) => number {
  if (!surrogate && !isDifferentiable(units))
    throw new RangeError(`units of kind ${units.kind} have no derivative: name a surrogate`);
  return staticDerivative(units, surrogate ? surrogateDerivative(surrogate) : () => 0);
}

/** @throws RangeError when a number is out of range or units that jump have no surrogate. */
export function checkFrontLearning(learning: FrontLearning): void {
  localDerivative(learning);
  const [problem] = kindProblems(learning.optimizer, OPTIMIZER_OPTIONS, 'optimizer');
  if (problem) throw new RangeError(`${problem.field} must be ${problem.expected}, got ${problem.got}`);
  const { hiddenBiasRatio } = learning;
  if (!(hiddenBiasRatio >= 0 && Number.isFinite(hiddenBiasRatio)))
    throw new RangeError(`hiddenBiasRatio must be >= 0 and finite, got ${hiddenBiasRatio}`);
}
