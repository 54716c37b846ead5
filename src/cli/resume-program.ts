import type { Command } from 'commander';

import { withResult } from './result-options.js';
import type { ResumeOptions } from './resume-command.js';

/** Adds `resume` to the grammar. */
export function addResumeCommand(
  root: Command,
  resume: (folder: string, options: ResumeOptions) => Promise<void>,
): void {
  const command = root
    .command('resume')
    .description('go on with a run that was stopped, failed or was killed')
    .argument('<run>', 'folder of the run')
    .option('--backend <name>', 'only the one on which the run began: rounding differs between backends');
  withResult(command).action((folder: string, options: ResumeOptions) => resume(folder, options));
}
