import { type Command, InvalidArgumentError } from 'commander';

import type { ViewPlace } from './view-run.js';

const LARGEST_PORT = 65_535;

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= LARGEST_PORT))
    throw new InvalidArgumentError(`Expected a port from 1 to ${LARGEST_PORT}.`);
  return port;
}

/** Adds the options that say where a page is served. */
export function withPlace(command: Command): Command {
  return command
    .option(
      '--host <address>',
      'serve to other machines, at this address, with a random token (default: this machine only)',
    )
    .option('--port <n>', 'port of the page (default: a free one)', portOf);
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
