import { staticDerivative } from '../gradients/static-derivative.js';

/** What hidden units make of their sums. */
export type HiddenUnit = 'relu' | 'tanh' | 'identity' | 'step';

/** What stands in for the derivative of a step at the sum z, for example `surrogateDerivative`; dimensionless. */
export type SurrogateDerivative = (z: number) => number;

/**
 * Derivative of a hidden unit as a function of its sum z; of step units the surrogate.
 *
 * @throws RangeError for step units without a surrogate derivative: their own is 0 almost everywhere.
 */
export function slopeOf(kind: HiddenUnit, surrogate: SurrogateDerivative | undefined): (z: number) => number {
  if (surrogate) return staticDerivative({ kind }, surrogate);
  if (kind === 'step') throw new RangeError('hidden units of kind step need a surrogate derivative, got undefined');
  return staticDerivative({ kind }, () => 0);
}
