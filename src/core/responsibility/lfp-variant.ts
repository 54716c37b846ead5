import type { LayerPass } from './layer-pass.js';

/**
 * How responsibility meets layer-wise feedback propagation. Experimental, no benefit measured: all three learn, none
 * beats `plain`.
 *
 * - `plain`: ordinary sums, no responsibility.
 * - `fwd`: sums, the reward sent back and the weight change all go through M ρ.
 * - `upd`: ordinary sums and reward; only the weight change is multiplied by n ρ, whose mean is 1.
 */
export type LfpVariant = 'plain' | 'fwd' | 'upd';

/** A factor of each connection, `constant + perShare · ρ`. */
export interface ConnectionFactor {
  readonly constant: number;
  readonly perShare: number;
}

/** What a variant multiplies a connection by. */
export interface LfpFactors {
  /** k, of w in the sum and in the reward sent back. */
  readonly carry: ConnectionFactor;
  /** s, of the weight change. */
  readonly change: ConnectionFactor;
}

const ONE: ConnectionFactor = { constant: 1, perShare: 0 };

/** The factors of a layer under a variant. */
export function lfpFactors(variant: LfpVariant, { layer }: LayerPass): LfpFactors {
  switch (variant) {
    case 'plain':
      return { carry: ONE, change: ONE };
    case 'fwd': {
      const allocated = { constant: 0, perShare: layer.multiplier };
      return { carry: allocated, change: allocated };
    }
    case 'upd':
      return { carry: ONE, change: { constant: 0, perShare: layer.fanIn } };
  }
}
