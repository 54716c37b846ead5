import { HeavisideError } from '../../core/heaviside-error.js';
import type { OptionForm } from '../../core/option-form.js';
import { optionProblems } from '../../core/option-problems.js';

/** Whether π and Ξ must be at their bounds exactly, or near them. */
export type Nearness = 'exact' | 'near';

/** How credit is assigned. */
export interface CreditOptions {
  /** Networks that are drawn for the error of sampled networks; default 20. */
  readonly samples?: number;
  /** Networks over which every point of a perturbation curve is averaged; default 10. */
  readonly perturbed?: number;
  /** Default: exact where training projects onto the bounds (relu), near where it only comes close (step). */
  readonly categories?: Nearness;
}

/** What the options may be. */
export const CREDIT_OPTIONS = {
  samples: { type: 'whole', min: 1, max: 10_000 },
  perturbed: { type: 'whole', min: 1, max: 1_000 },
  categories: { type: 'choice', names: ['exact', 'near'] satisfies Nearness[] },
} as const satisfies { readonly [O in keyof CreditOptions]-?: OptionForm };

export const CREDIT_DEFAULTS = { samples: 20, perturbed: 10 } as const;

/** @throws HeavisideError HV_OPTION_RANGE (usage) with every problem. */
export function checkCreditOptions(options: CreditOptions): void {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const forms = Object.fromEntries(Object.entries(CREDIT_OPTIONS).filter(([name]) => name in given));
  const problems = optionProblems(given, forms);
  if (problems.length === 0) return;
  const lines = problems.map(({ field, expected, got }) => `  ${field}: expected ${expected}, got ${got}`);
  throw new HeavisideError('HV_OPTION_RANGE', 'usage', `credit cannot take these options:\n${lines.join('\n')}`);
}
