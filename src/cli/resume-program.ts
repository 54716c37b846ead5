import type { Command } from 'commander';

import { THREADS } from '../run/check-run-options.js';
import type { ResumeOptions } from './resume-command.js';
import { wholeNumberOf } from './whole-number-of.js';

/** Adds `resume` to the grammar. */
export function addResumeCommand(
  root: Command,
  resume: (folder: string, options: ResumeOptions) => Promise<void>,
): void {
  root
    .command('resume')
    .description('go on with a run that was stopped, failed or was killed')
    .argument('<run>', 'folder of the run')
    .option('--backend <name>', 'only the one on which the run began: rounding differs between backends')
    .option(
      '--threads <n>',
      'CPU threads, where the backend has a choice; results are the same',
      wholeNumberOf(THREADS),
    )
    .option('--json', 'print one JSON document and nothing else on stdout')
    .option('--quiet', 'no progress')
    .option('--no-report', 'write no report.html; heaviside report makes it later')
    .action((folder: string, options: ResumeOptions) => resume(folder, options));
}
