import type { Command } from 'commander';

import { THREADS } from '../run/check-run-options.js';
import { wholeNumberOf } from './whole-number-of.js';

/** Adds the options of every command that plays one run: its threads, and what is told and written of its result. */
export function withResult(command: Command): Command {
  return command
    .option(
      '--threads <n>',
      'CPU threads, where the backend has a choice; results are the same',
      wholeNumberOf(THREADS),
    )
    .option('--json', 'print one JSON document and nothing else on stdout')
    .option('--quiet', 'no progress')
    .option('--no-report', 'write no report.html; heaviside report makes it later')
    .option('--junit <file>', 'write what became of the expectations as JUnit XML');
}
