import type { Command } from 'commander';

import type { OptionForm } from '../core/option-form.js';
import type { ViewPlace } from './view-run.js';
import { wholeNumberOf } from './whole-number-of.js';

const PORT = { type: 'whole', min: 1, max: 65_535 } as const satisfies OptionForm;

/** Adds the options that say where a page is served. */
export function withPlace(command: Command): Command {
  return command
    .option(
      '--host <address>',
      'serve to other machines, at this address, with a random token (default: this machine only)',
    )
    .option('--port <n>', 'port of the page (default: a free one)', wholeNumberOf(PORT));
}

/** Adds `view` to the grammar. */
export function addViewCommand(
  root: Command,
  view: (folders: readonly string[], place: ViewPlace) => Promise<void>,
): void {
  const command = root
    .command('view')
    .description('serve the page of finished runs, one over the other')
    .argument('<run...>', 'folders of runs');
  withPlace(command).action((folders: string[], place: ViewPlace) => view(folders, place));
}
