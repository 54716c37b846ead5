/**
 * What float32 may do. A product or sum errs by 6e-8 of its size; a chain of some hundred of them, some dividing by
 * small numbers, by the figures below. Every number is a share of the largest magnitude in its tensor, except the first.
 */
export const TOLERANCES = {
  /** Potentials (thresholds are of order 1): a spike is compared where they are farther than this from the threshold. */
  potential: 2e-5,
  /** Output sums and last outputs. */
  forward: 2e-5,
  /** Feedback, its norm, the input reward, and what one optimizer step makes of it. */
  feedback: 3e-4,
  /** What five optimizer steps changed: parameters as a change from the start, moments as they are. */
  learning: 1e-3,
} as const;

/** What is compared, by its tolerance. */
export type Quantity = Exclude<keyof typeof TOLERANCES, 'potential'>;
export const QUANTITIES = ['forward', 'feedback', 'learning'] as const satisfies readonly Quantity[];
