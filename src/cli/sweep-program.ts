import type { Command } from 'commander';

import { JOBS } from './jobs-option.js';
import type { SweepCommandOptions } from './sweep-command.js';
import type { SweepExportOptions } from './sweep-export-command.js';
import type { SweepPointOptions } from './sweep-point-command.js';
import { wholeNumberOf } from './whole-number-of.js';

/** What the commands about sweeps do. */
export interface SweepActions {
  sweep(file: string, overrides: readonly string[], options: SweepCommandOptions): Promise<void>;
  exportSweep(file: string, overrides: readonly string[], options: SweepExportOptions): Promise<void>;
  sweepPoint(file: string, options: SweepPointOptions): Promise<void>;
}

const FILE = 'scenario file (YAML) with a section "sweep"';
const OVERRIDES = 'replaces a value of the scenario, for example sweep.seed=[1,2]';

/** Adds `sweep` and `sweep export` to the grammar. */
export function addSweepCommands(root: Command, actions: SweepActions): void {
  const sweep = root
    .command('sweep')
    .description('run a scenario with many values of its keys and print means with intervals')
    .argument('<file>', FILE)
    .argument('[key=value...]', OVERRIDES)
    .option('--out <dir>', 'folder of all runs', 'runs')
    .option('--jobs <n>', 'runs at a time (default: one for each core); use 1 to measure seconds', wholeNumberOf(JOBS))
    .option('--backend <name>', 'where to compute (default: for each run the first of events, reference that can)')
    .option('--queue <url>', 'let workers play the runs through Redis: redis://host:port; see: heaviside worker --help')
    .option('--fresh', 'repeat runs that are finished already')
    .option('--update-snapshots', 'keep digests beside the scenario, for later runs of the same points')
    .option('--dry-run', 'list the points and run nothing')
    .option('--json', 'print one JSON document and nothing else on stdout')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
A sweep that was stopped or killed goes on where it was when the same command is given again.
Exit status: 0 done; 1 a run failed, diverged or did not reach what the scenario expects (all are in the summary);
2 bad file or arguments; 4 the machine lacks what was asked; 130, 143, 129 stopped.`,
    )
    .action((file: string, overrides: string[], options: SweepCommandOptions) =>
      actions.sweep(file, overrides, options),
    );
  sweep
    .command('export')
    .description('write the runs of a sweep as a Slurm job array')
    .argument('<file>', FILE)
    .argument('[key=value...]', OVERRIDES)
    .requiredOption('--slurm <dir>', 'folder for the script, sweep.sbatch, and the scenario files')
    .addHelpText(
      'after',
      `
--out, --backend and --update-snapshots are those of heaviside sweep. When the array has ended, heaviside sweep with the same file sums it up.`,
    )
    .action((file: string, overrides: string[], _options: object, command: Command) =>
      actions.exportSweep(file, overrides, command.optsWithGlobals<SweepExportOptions>()),
    );
  sweep
    .command('point')
    .description('play one point of a sweep as the sweep would; what the tasks of a Slurm job array do')
    .argument('<file>', 'scenario file (YAML) of the point')
    .option('--threads <n>', 'CPU threads of the run', wholeNumberOf(JOBS), 1)
    .addHelpText(
      'after',
      `
--out, --backend, --fresh, --update-snapshots, --json and --quiet are those of heaviside sweep. A run that is finished there, on the files as they are
now, is not repeated; one that was stopped goes on.
Exit status: 0 done; 1 it failed, diverged or did not reach what the scenario expects; 2, 4, 130, 143, 129 as heaviside sweep.`,
    )
    .action((file: string, _options: object, command: Command) =>
      actions.sweepPoint(file, command.optsWithGlobals<SweepPointOptions>()),
    );
}
