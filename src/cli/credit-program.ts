import { type Command, Option } from 'commander';

import { CREDIT_DEFAULTS, CREDIT_OPTIONS } from '../run/credit/credit-options.js';
import type { CreditCommandOptions } from './credit-command.js';
import { wholeNumberOf } from './whole-number-of.js';

/** Adds `credit` to the grammar. */
export function addCreditCommand(
  root: Command,
  run: (folder: string, options: CreditCommandOptions) => Promise<void>,
): void {
  const { samples, perturbed, categories } = CREDIT_OPTIONS;
  const sorted = new Option('--categories <how>', 'how near the bounds of the spike mass and slab variance counts');
  root
    .command('credit')
    .description('what the connections of a trained mean-field ensemble are worth')
    .argument('<run>', 'folder of a run with learn: mean-field-ensemble')
    .option('--samples <n>', 'networks to draw from the ensemble', wholeNumberOf(samples), CREDIT_DEFAULTS.samples)
    .option('--perturbed <n>', 'networks for a point of a curve', wholeNumberOf(perturbed), CREDIT_DEFAULTS.perturbed)
    .addOption(sorted.choices(categories.names))
    .option('--json', 'print one JSON document and nothing else on stdout')
    .action((folder: string, options: CreditCommandOptions) => run(folder, options));
}
