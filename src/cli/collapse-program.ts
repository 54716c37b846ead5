import { type Command, InvalidArgumentError, Option } from 'commander';

import { isOption, optionText } from '../core/option-form.js';
import { THREADS } from '../run/check-run-options.js';
import { LAMBDA, LAMBDA_DEFAULT } from '../run/collapse/ridge-baseline.js';
import type { CollapseCommandOptions } from './collapse-command.js';
import { wholeNumberOf } from './whole-number-of.js';

function lambdaOf(text: string): number {
  const lambda = text.trim() === '' ? Number.NaN : Number(text);
  if (!isOption(LAMBDA, lambda)) throw new InvalidArgumentError(`Expected ${optionText(LAMBDA)}.`);
  return lambda;
}

/** Adds `collapse` to the grammar. */
export function addCollapseCommand(
  root: Command,
  run: (folder: string, options: CollapseCommandOptions) => Promise<void>,
): void {
  root
    .command('collapse')
    .description('make the collapsed dense baselines of a finished run: how much of its network is one dense layer')
    .argument('<run>', 'folder of a run')
    .addOption(new Option('--split <name>', 'samples to measure on').choices(['test', 'train']).default('test'))
    .option('--ridge <lambda>', 'penalty on the weights of the ridge baseline', lambdaOf, LAMBDA_DEFAULT)
    .option('--backend <name>', 'where to compute (default: where the run did)')
    .option(
      '--threads <n>',
      'CPU threads, where the backend has a choice; results are the same',
      wholeNumberOf(THREADS),
    )
    .option('--json', 'print one JSON document and nothing else on stdout')
    .action((folder: string, options: CollapseCommandOptions) => run(folder, options));
}
