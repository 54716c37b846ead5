import type { Tensors } from '../layers/tensors.js';
import type { PerturbationRule } from './perturbation-rule.js';

/** What a random direction Δ showed. */
export interface Trial {
  readonly direction: Tensors;
  /** L(θ + cΔ), of the same batch in the same encoding as `lossBelow`. */
  readonly lossAbove: number;
  /** L(θ − cΔ). */
  readonly lossBelow: number;
}

/**
 * Minus the estimated gradient of a loss, from its values on both sides of θ: the direction in which everything should
 * move.
 *
 * `f = −(1/K) · Σₖ (L(θ + cΔₖ) − L(θ − cΔₖ)) / (2c) · Δₖ`
 *
 * For Rademacher directions Δ is its own inverse, so that this is Spall's estimate; for gaussian ones E[Δ Δᵀ] = 1 makes
 * it one. Its expectation is minus the gradient up to terms of order c², and without an error for a quadratic loss.
 *
 * @param trials K ≥ 1 directions, all with the tensors of the first.
 * @returns New arrays, named and shaped as the directions.
 * @throws RangeError when there is no trial, or a loss is not finite; the message names it.
 * @see Spall 1992, eq. 2.2; Cauwenberghs 1993.
 */
export function perturbationFeedback(trials: readonly Trial[], { scale }: Pick<PerturbationRule, 'scale'>): Tensors {
  if (trials.length === 0) throw new RangeError('an estimate needs at least one direction');
  trials.forEach(({ lossAbove, lossBelow }, k) => {
    if (!Number.isFinite(lossAbove) || !Number.isFinite(lossBelow))
      throw new RangeError(`the losses of direction ${k + 1} must be finite, got ${lossAbove} and ${lossBelow}`);
  });
  const feedback = Object.fromEntries(
    Object.entries(trials[0]!.direction).map(([name, { length }]) => [name, new Float64Array(length)]),
  );
  for (const { direction, lossAbove, lossBelow } of trials) {
    const share = (lossBelow - lossAbove) / (2 * scale * trials.length);
    for (const [name, total] of Object.entries(feedback)) {
      const delta = direction[name]!;
      for (let k = 0; k < total.length; k++) total[k]! += share * delta[k]!;
    }
  }
  return feedback;
}
