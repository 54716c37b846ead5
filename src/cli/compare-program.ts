import type { Command } from 'commander';

import type { CompareCommandOptions } from './compare-command.js';
import { JOBS } from './jobs-option.js';
import { wholeNumberOf } from './whole-number-of.js';

/** Adds `compare` to the grammar. */
export function addCompareCommand(
  root: Command,
  run: (file: string, overrides: readonly string[], options: CompareCommandOptions) => Promise<void>,
): void {
  root
    .command('compare')
    .description('compare learning rules on one scenario: tune each, run it with every seed, print a table')
    .argument('<file>', 'scenario file (YAML) with a section "compare"')
    .argument('[key=value...]', 'replaces a value of the scenario, for example compare.seeds=3')
    .option('--out <dir>', 'folder of all runs', 'runs')
    .option('--jobs <n>', 'runs at a time (default: one for each core); use 1 to measure seconds', wholeNumberOf(JOBS))
    .option('--backend <name>', 'where to compute (default: for each rule the first of events, reference that can)')
    .option('--fresh', 'repeat runs that are finished already')
    .option('--json', 'print one JSON document and nothing else on stdout')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
A comparison that was stopped or killed goes on where it was when the same command is given again.
Exit status: 0 done; 1 a compared run failed or diverged (the others are in the table), or a choice in the tuning
failed for another reason than divergence; 2 bad file or arguments; 4 the machine lacks what was asked;
130, 143, 129 stopped.`,
    )
    .action((file: string, overrides: string[], options: CompareCommandOptions) => run(file, overrides, options));
}
