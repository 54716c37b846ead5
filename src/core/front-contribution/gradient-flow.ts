import { requirePositive } from '../check-numbers.js';

/**
 * Compensation of technique (i) in the limit of small steps, for one input and a unit that never stops firing. The
 * gradient flow conserves `k w² − v²`, so the activation follows from the output weight alone:
 *
 *     P(w) = w · (√(1 + k (w² − w_c²) / v_c²) − 1)
 *
 * Against steps of size η the error is O(η).
 *
 * @param weight          w, output weight now.
 * @param firstWeight     w_c, output weight at the start.
 * @param firstActivation v_c > 0.
 * @param squaredNorm     k = ‖x‖² > 0.
 * @throws RangeError when v_c or k is not positive, or no flow that keeps the unit firing leads from w_c to w.
 */
export function gradientFlowCompensation(
  weight: number,
  firstWeight: number,
  firstActivation: number,
  squaredNorm: number,
): number {
  requirePositive('first activation', firstActivation);
  requirePositive('squared norm', squaredNorm);
  const squaredGrowth = 1 + (squaredNorm * (weight ** 2 - firstWeight ** 2)) / firstActivation ** 2;
  if (!(squaredGrowth >= 0))
    throw new RangeError(
      `no gradient flow leads from output weight ${firstWeight} to ${weight} while the unit fires: v² / v_c² would be ${squaredGrowth}`,
    );
  return weight * (Math.sqrt(squaredGrowth) - 1);
}
