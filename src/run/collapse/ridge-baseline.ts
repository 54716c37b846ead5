import { collapseRidge } from '../../core/collapse/collapse-ridge.js';
import { type AffineMap, affineOutputs } from '../../core/collapse/dense-stack.js';
import { HeavisideError } from '../../core/heaviside-error.js';
import type { NumberLimits } from '../../core/option-form.js';
import { optionProblems } from '../../core/option-problems.js';
import type { DenseInputs } from '../finished-run/dense-inputs.js';
import type { Baseline } from './collapse-report.js';
import { judgeAnswers, type Yardstick } from './judge-answers.js';

/** λ of ridge regression. */
export const LAMBDA = { type: 'number', min: 0 } as const satisfies { type: 'number' } & NumberLimits;
export const LAMBDA_DEFAULT = 1;

/** @throws HeavisideError HV_OPTION_RANGE (usage) for a λ that cannot be. */
export function checkLambda(ridge: number): void {
  const [problem] = optionProblems({ ridge }, { ridge: LAMBDA });
  if (!problem) return;
  const message = `the collapse cannot take these options:\n  ridge: expected ${problem.expected}, got ${problem.got}`;
  throw new HeavisideError('HV_OPTION_RANGE', 'usage', message);
}

/**
 * The single dense layer that comes nearest to what the network said on the training split.
 *
 * @param teacher Read-out on the training split, `[samples × classes]`.
 * @throws HeavisideError `HV_COLLAPSE_RIDGE`, kind `usage`, when λ is so small that the inputs leave the layer open.
 */
export function ridgeBaseline(
  trainInputs: DenseInputs,
  teacher: Float64Array,
  lambda: number,
  inputs: DenseInputs,
  yardstick: Yardstick,
): { readonly baseline: Baseline; readonly layer: AffineMap } {
  const layer = fitted(trainInputs, teacher, yardstick.classes, lambda);
  const judged = judgeAnswers(affineOutputs(layer, inputs.values), yardstick);
  const parameters = (layer.inputs + 1) * layer.outputs;
  const remark = `nearest to the network's answers on the training split, lambda ${lambda}`;
  return { baseline: { name: 'ridge', parameters, ...judged, exact: false, remark }, layer };
}

function fitted({ values, width }: DenseInputs, teacher: Float64Array, outputs: number, lambda: number): AffineMap {
  try {
    return collapseRidge(values, teacher, { width, outputs }, lambda);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new HeavisideError('HV_COLLAPSE_RIDGE', 'usage', `ridge with lambda ${lambda}: ${cause.message}`, {
      remedy: `Give a larger lambda, for example --ridge ${LAMBDA_DEFAULT}.`,
      facts: { lambda },
      cause,
    });
  }
}
