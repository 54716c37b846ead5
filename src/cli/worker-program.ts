import { hostname } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';

import type { OptionForm } from '../core/option-form.js';
import { wholeNumberOf } from './whole-number-of.js';
import type { WorkerCommandOptions } from './worker-command.js';

const JOBS = { type: 'whole', min: 1, max: 256 } as const satisfies OptionForm;
const SECONDS = { type: 'whole', min: 1, max: 86_400 } as const satisfies OptionForm;

function nameOf(text: string): string {
  if (/^[\w.-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected at most 64 letters, digits, dots, dashes and underscores.');
}

/** Adds `worker` to the grammar. */
export function addWorkerCommand(root: Command, serve: (options: WorkerCommandOptions) => Promise<void>): void {
  root
    .command('worker')
    .description('play the runs of sweeps that other machines put into a queue')
    .requiredOption('--queue <url>', 'address of the Redis server that holds the queue: redis://host:port')
    .option('--out <dir>', 'folder of all runs; best the one of the sweep, if both see it', 'runs')
    .option('--jobs <n>', 'runs at a time (default: one for each core)', wholeNumberOf(JOBS))
    .option('--name <name>', 'name of this worker, for people (default: machine and process)', nameOf)
    .option('--drain', 'end when the queue is empty')
    .option(
      '--lost-after <seconds>',
      'the runs of a worker that is not heard of for so long go to others',
      wholeNumberOf(SECONDS),
      30,
    )
    .option('--json', 'print one JSON document at the end and nothing else on stdout')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Ctrl-C gives the runs that it plays back to the queue. A worker that is killed loses them to the others.
A worker plays only the runs of sweeps of its own version of Heaviside.
Exit status: 0 the queue was empty; 2 bad arguments; 4 no Redis, or a package is missing; 130, 143, 129 stopped.`,
    )
    .action((options: WorkerCommandOptions) => serve(options));
}

/** Machine and process, as far as a name allows. */
export function workerName(): string {
  return `${hostname()
    .replace(/[^\w.-]/g, '-')
    .slice(0, 50)}-${process.pid}`;
}
