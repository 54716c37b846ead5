import { z } from 'zod';
import { METRIC_WORDS } from '../metrics.js';
import { RUN_OPTIONS } from '../run-settings.js';
import { choice, decimal, integer, list, map, optionField, text } from './fields.js';

/** More combinations than these are a mistake: each is at least one run. */
export const MOST_GRID_POINTS = 256;
/** More seeds and more rules than anybody runs. */
const MOST_SEEDS = 1000;
const MOST_RULES = 100;

const SEED_LIST = list(integer({ min: 0 }), 'a list of seeds')
  .min(1)
  .max(MOST_SEEDS);
const DISTINCT = SEED_LIST.refine((seeds) => new Set(seeds).size === seeds.length, {
  error: 'a list of different seeds',
});

/** A number n stands for n seeds in a row. */
const SEEDS = z.union([integer({ min: 1, max: MOST_SEEDS }), DISTINCT], {
  error: `a number of seeds from 1 to ${MOST_SEEDS}, or a list of different seeds >= 0`,
});

const section = z.unknown().optional();

/** The parts of the form of a rule that have forms of their own. */
export interface RuleParts {
  readonly learn: z.ZodType;
  readonly with: z.ZodType;
  readonly tune: z.ZodType;
}

const NAME_ERROR = 'a name of 1 to 40 printable characters';

/** The form of one entry of `compare.rules`. */
export function comparedRuleForm(parts: RuleParts) {
  return map({ name: text(NAME_ERROR).max(40, { error: NAME_ERROR }), ...parts });
}

export const COMPARED_RULE_FORM = comparedRuleForm({ learn: section, with: section, tune: section });

/** The form of `compare` around its rules. */
export const COMPARE_FORM = map({
  seeds: SEEDS.optional(),
  baseline: text('the name of a rule').optional(),
  target: decimal({ above: 0, max: 1 }).optional(),
  tune: map({ epochs: optionField(RUN_OPTIONS.train.epochs).optional(), seeds: SEEDS.optional() }).optional(),
  columns: list(choice(METRIC_WORDS), 'a list of names of metrics').optional(),
  rules: list(z.unknown(), 'a list of rules')
    .min(1, { error: 'at least one rule' })
    .max(MOST_RULES, {
      error: `at most ${MOST_RULES} rules`,
    }),
});
