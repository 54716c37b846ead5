import type { RuleDescription } from '../feedback/rule.js';
import { HeavisideError } from '../heaviside-error.js';
import type { OptimizerDescription } from '../optimizers/optimizer.js';

/** What decides whether learning can be followed on the pre-activations alone. */
export interface DualChoice {
  readonly optimizer: OptimizerDescription;
  /** A rule of layer-wise feedback propagation; it never has a dual. */
  readonly rule?: RuleDescription | undefined;
  /** A largest norm of the feedback; it never has a dual here. */
  readonly clip?: number | undefined;
}

/** The error of a choice without a dual form: `HV_NO_DUAL`. */
export function noDual(message: string, remedy: string): HeavisideError {
  return new HeavisideError('HV_NO_DUAL', 'usage', message, { remedy });
}

/**
 * Asserts that W₁ moves only by sums of (hidden error) × (input) and by factors common to all weights: then, and only
 * then, the pre-activations of the training samples can be followed without W₁.
 *
 * @throws HeavisideError `HV_NO_DUAL`.
 */
export function requireDual({ optimizer, rule, clip }: DualChoice): void {
  if (rule !== undefined)
    throw noDual(
      `front contribution has no dual form of the LFP rule "${rule.kind}": it scales a step by the magnitude of each weight`,
      'Leave the rule out, or learn by layer-wise feedback propagation.',
    );
  if (optimizer.kind !== 'sgd')
    throw noDual(
      `front contribution has no dual form of the optimizer "${optimizer.kind}": it scales the step of each weight by itself`,
      'Use the optimizer "sgd", or learn by back-propagation.',
    );
  if (clip !== undefined)
    throw noDual(
      `front contribution has no dual form of clipping, got clip ${clip}: the norm is taken over weights that are not kept`,
      'Leave clip out, or learn by back-propagation.',
    );
}
