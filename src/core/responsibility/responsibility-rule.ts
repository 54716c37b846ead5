import type { NetworkDescription } from '../layers/layer.js';
import { type ChainNeeds, denseChainProblems } from '../network/dense-chain.js';
import type { OptionForms } from '../option-form.js';
import type { OptionProblem } from '../option-problems.js';
import type { LfpVariant } from './lfp-variant.js';
import type { ResponsibilityMode } from './pass-backward.js';
import type { Multiplier } from './responsibility-layer.js';

/** What both rules have. */
export interface AllocationOptions {
  /** M, the factor of the allocated sums: 1, the number of inputs, or its root. */
  readonly multiplier: Multiplier;
  /** σ of every unit at the start, > 0, in the units of its inputs. */
  readonly width: number;
  /** Centres of the first layer start between these two, in the units of the inputs. */
  readonly centreLow: number;
  readonly centreHigh: number;
  /** η of the local rule that moves the centres; 0: they stay. */
  readonly centreRate: number;
}

/**
 * Learning with local responsibility allocation, see `ResponsibilityShape`.
 *
 * - `responsibility`: by gradients, exact (`full`) or with the shares taken for constants (`stop`).
 * - `responsibility-lfp`: by layer-wise feedback propagation. Experimental, no benefit measured.
 */
export type ResponsibilityRule =
  | (AllocationOptions & { readonly kind: 'responsibility'; readonly mode: ResponsibilityMode })
  | (AllocationOptions & {
      readonly kind: 'responsibility-lfp';
      readonly variant: LfpVariant;
      /** Keeps a sum of 0 from dividing, > 0. */
      readonly epsilon: number;
    });

/** The rules with a line for people. */
export const RESPONSIBILITY_RULES = {
  responsibility: 'local responsibility allocation: every connection owns a share of its unit; dense networks',
  'responsibility-lfp': 'the same learned by LFP (experimental, no benefit measured)',
} as const;

const positive = { type: 'number', above: 0 } as const;
const allocation = {
  multiplier: { type: 'choice', names: ['one', 'fanin', 'sqrt'] satisfies Multiplier[] },
  // The limits within which widths learn.
  width: { type: 'number', min: 0.01, max: 100 },
  centreLow: { type: 'number', min: -1e6, max: 1e6 },
  centreHigh: { type: 'number', min: -1e6, max: 1e6 },
  centreRate: { type: 'number', min: 0 },
} as const;

/** What the options of each rule may be. */
export const RESPONSIBILITY_OPTIONS: OptionForms<ResponsibilityRule> = {
  responsibility: {
    mode: { type: 'choice', names: ['full', 'stop'] satisfies ResponsibilityMode[] },
    ...allocation,
  },
  'responsibility-lfp': {
    variant: { type: 'choice', names: ['plain', 'fwd', 'upd'] satisfies LfpVariant[] },
    epsilon: positive,
    ...allocation,
  },
};

const SHARED = { multiplier: 'fanin', width: 1, centreLow: 0, centreHigh: 1, centreRate: 0 } as const;

/** What each rule has unless something else is asked for. */
export const RESPONSIBILITY_DEFAULTS: {
  readonly [K in ResponsibilityRule['kind']]: ResponsibilityRule & { kind: K };
} = {
  responsibility: { kind: 'responsibility', mode: 'full', ...SHARED },
  'responsibility-lfp': { kind: 'responsibility-lfp', variant: 'fwd', epsilon: 1, ...SHARED, width: 0.5 },
};

const NEEDS: ChainNeeds = { hidden: ['relu', 'tanh', 'identity', 'step'], bias: 'always' };

/** Why a rule cannot train a network, and what its options contradict. */
export function responsibilityProblems(
  rule: ResponsibilityRule,
  network: Pick<NetworkDescription, 'layers'>,
): readonly OptionProblem[] {
  const { centreLow, centreHigh, centreRate } = rule;
  const range =
    centreLow < centreHigh
      ? []
      : [{ field: 'centreHigh', expected: `more than centreLow, ${centreLow}`, got: String(centreHigh) }];
  const moved = rule.kind === 'responsibility' ? rule.mode === 'stop' : rule.variant !== 'plain';
  const centres =
    centreRate === 0 || moved
      ? []
      : [
          {
            field: 'centreRate',
            expected:
              rule.kind === 'responsibility'
                ? '0 in mode "full", which learns the centres by gradient'
                : '0 for the variant "plain", which has no centres',
            got: String(centreRate),
          },
        ];
  return [...denseChainProblems(rule.kind, network, NEEDS), ...range, ...centres];
}
