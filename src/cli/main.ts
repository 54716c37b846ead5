import { CommanderError } from 'commander';

import { jsonText } from '../record/json-text.js';
import { argumentError } from './argument-error.js';
import type { CliDependencies } from './cli-dependencies.js';
import { type CliIo, processIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { listCommand } from './list-command.js';
import { type Actions, program } from './program.js';
import { runCommand } from './run-command.js';
import { tellError } from './tell-error.js';
import { validateCommand } from './validate-command.js';
import { guardStream, writeText } from './write-text.js';

/** Loaded when a command needs it, so that `--help` and `--version` answer at once. */
async function heavisideItself(): Promise<CliDependencies> {
  return (await import('./default-dependencies.js')).DEFAULT_DEPENDENCIES;
}

async function dispatch(argv: readonly string[], io: CliIo, load: () => Promise<CliDependencies>): Promise<number> {
  let status: number = EXIT.done;
  let help = '';
  const actions: Actions = {
    async run(file, overrides, options) {
      status = await runCommand(file, overrides, options, await load(), io);
    },
    async resume(folder, options) {
      status = await (await import('./resume-command.js')).resumeCommand(folder, options, await load(), io);
    },
    async validate(file, overrides, options) {
      status = await validateCommand(file, overrides, options, await load(), io);
    },
    async schema() {
      await writeText(io.stdout, `${jsonText((await load()).scenarioSchema(), true)}\n`);
    },
    async list(topic, options) {
      status = await listCommand(topic, options, await load(), io);
    },
    async report(folders, options) {
      status = await (await import('./report-command.js')).reportCommand(folders, options, io);
    },
    async export(folder, options) {
      status = await (await import('./export-command.js')).exportCommand(folder, options, io);
    },
    async view(folders, place) {
      status = await (await import('./view-command.js')).viewCommand(folders, place, io);
    },
    async collapse(folder, options) {
      status = await (await import('./collapse-command.js')).collapseCommand(folder, options, io);
    },
    async credit(folder, options) {
      status = await (await import('./credit-command.js')).creditCommand(folder, options, io);
    },
    async compare(file, overrides, options) {
      status = await (await import('./compare-command.js')).compareCommand(file, overrides, options, io);
    },
    async sweep(file, overrides, options) {
      status = await (await import('./sweep-command.js')).sweepCommand(file, overrides, options, io);
    },
    async exportSweep(file, overrides, options) {
      status = await (await import('./sweep-export-command.js')).sweepExportCommand(file, overrides, options, io);
    },
    async sweepPoint(file, options) {
      status = await (await import('./sweep-point-command.js')).sweepPointCommand(file, options, io);
    },
    async worker(options) {
      status = await (await import('./worker-command.js')).workerCommand(options, io);
    },
    async bench(kind, options) {
      status = await (await import('./bench-command.js')).benchCommand(kind, options, io);
    },
  };
  try {
    await program(actions, (text) => {
      help += text;
    }).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw argumentError(error);
  }
  await writeText(io.stdout, help);
  return status;
}

/**
 * The `heaviside` command. Never throws and never ends the process.
 *
 * Progress and messages go to stderr, results to stdout. With `--json`, stdout gets exactly one JSON document: the
 * result, or `{ "error": { code, message, remedy, facts } }`.
 *
 * @param argv         Arguments after the program's name.
 * @param io           Terminal, signals and environment; those of this process unless told.
 * @param dependencies What to drive; Heaviside itself unless told.
 * @returns The exit status: 0 done; 1 an expectation was not met or the run failed; 2 bad scenario or arguments;
 *          3 a bug; 4 the machine lacks something; 130, 143 or 129 stopped by a signal, after a checkpoint, 130 also when
 *          stopped from the page.
 */
export async function main(
  argv: readonly string[],
  io: CliIo = processIo(),
  dependencies?: CliDependencies,
): Promise<number> {
  guardStream(io.stdout);
  guardStream(io.stderr);
  try {
    return await dispatch(argv, io, dependencies === undefined ? heavisideItself : async () => dependencies);
  } catch (error) {
    return tellError(error, { json: argv.includes('--json') }, io);
  }
}
