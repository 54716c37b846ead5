import { normalDensity, normalDistribution } from './normal-distribution.js';

/** A smaller variance counts as this one, so that t stays finite. */
export const SMALLEST_VARIANCE = 1e-12;

/** Mean output of a step unit and its slopes. */
export interface StepUnitMean {
  /** a, probability that the unit fires, in [0, 1]. */
  readonly firing: number;
  /** ∂a/∂G */
  readonly byMean: number;
  /** ∂a/∂D² */
  readonly byVariance: number;
}

/**
 * Mean of a step unit that fires when its normal sum, with mean G and variance D², exceeds θ: closed form, no noise.
 *
 *     a = Φ(t),  t = (G − θ) / D,      ∂a/∂G = φ(t) / D,      ∂a/∂D² = −t φ(t) / (2 D²)
 *
 * At D² = 0 the unit is the step itself (fires when G > θ) and both slopes are 0. Below 10⁻¹² D² counts as 10⁻¹², a
 * constant: its slope is 0 there.
 */
export function stepUnitMean(mean: number, variance: number, threshold: number): StepUnitMean {
  if (variance === 0) return { firing: mean > threshold ? 1 : 0, byMean: 0, byVariance: 0 };
  const kept = Math.max(variance, SMALLEST_VARIANCE);
  const deviation = Math.sqrt(kept);
  const t = (mean - threshold) / deviation;
  const density = normalDensity(t);
  // 0 and not −∞ · 0 where t² overflows: the density is 0 there.
  const byVariance = variance < SMALLEST_VARIANCE || density === 0 ? 0 : (-t * density) / (2 * kept);
  return { firing: normalDistribution(t), byMean: density / deviation, byVariance };
}
