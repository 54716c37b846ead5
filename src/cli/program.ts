import { Command, InvalidArgumentError, Option } from 'commander';

import type { OptionTexts } from '../bench/option-reader.js';
import type { BenchKind } from '../bench/refuse-bench.js';
import { heavisideVersion } from '../record/heaviside-version.js';
import { addBenchCommands } from './bench-program.js';
import { TOPICS } from './catalogue.js';
import type { CollapseCommandOptions } from './collapse-command.js';
import { addCollapseCommand } from './collapse-program.js';
import type { CompareCommandOptions } from './compare-command.js';
import { addCompareCommand } from './compare-program.js';
import type { CreditCommandOptions } from './credit-command.js';
import { addCreditCommand } from './credit-program.js';
import type { ExportCommandOptions } from './export-command.js';
import { addExportCommand } from './export-program.js';
import type { ReportCommandOptions } from './report-command.js';
import { addReportCommand } from './report-program.js';
import { withResult } from './result-options.js';
import type { ResumeOptions } from './resume-command.js';
import { addResumeCommand } from './resume-program.js';
import type { RunOptions } from './run-command.js';
import { addSweepCommands, type SweepActions } from './sweep-program.js';
import { addViewCommand, withPlace } from './view-program.js';
import type { ViewPlace } from './view-run.js';
import type { WorkerCommandOptions } from './worker-command.js';
import { addWorkerCommand } from './worker-program.js';

/** What each command does; the arguments are checked. */
export interface Actions extends SweepActions {
  run(file: string, overrides: readonly string[], options: RunOptions): Promise<void>;
  resume(folder: string, options: ResumeOptions): Promise<void>;
  validate(file: string, overrides: readonly string[], options: { readonly json?: boolean }): Promise<void>;
  schema(): Promise<void>;
  list(topic: string | undefined, options: { readonly json?: boolean }): Promise<void>;
  bench(kind: BenchKind, options: OptionTexts): Promise<void>;
  worker(options: WorkerCommandOptions): Promise<void>;
  compare(file: string, overrides: readonly string[], options: CompareCommandOptions): Promise<void>;
  report(folders: readonly string[], options: ReportCommandOptions): Promise<void>;
  export(folder: string, options: ExportCommandOptions): Promise<void>;
  view(folders: readonly string[], place: ViewPlace): Promise<void>;
  collapse(folder: string, options: CollapseCommandOptions): Promise<void>;
  credit(folder: string, options: CreditCommandOptions): Promise<void>;
}

const EXAMPLES = `
Examples:
  $ heaviside run scenarios/digits-lif.yaml
  $ heaviside run scenarios/digits-lif.yaml train.epochs=2 learn.optimizer.lr=1e-3 --seed 5110
  $ heaviside run scenarios/xor-lif.yaml --json --quiet | jq .metrics
  $ heaviside run scenarios/digits-lif.yaml --view
  $ heaviside validate scenarios/xor-lif.yaml
  $ heaviside list rules

Exit status: 0 done, 1 an expectation was not met or the run failed, 2 bad scenario or arguments, 3 internal error,
4 the machine lacks something (a file, a folder, a back end), 130, 143 or 129 stopped by Ctrl-C, SIGTERM or SIGHUP,
130 also when stopped from the page (a checkpoint has been written).
`;

const FILE = 'scenario file (YAML)';
const OVERRIDES = 'replaces a value of the scenario, for example train.epochs=2';

function seedOf(text: string): number {
  const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(seed)) throw new InvalidArgumentError('Expected a whole number >= 0.');
  return seed;
}

/** The grammar of the command line. It throws instead of ending the process, and prints through `output` only. */
export function program(actions: Actions, output: (text: string) => void): Command {
  const root = new Command('heaviside')
    .description('Simulates spiking and step-function networks that learn without gradients.')
    .version(heavisideVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ writeOut: output, writeErr: () => undefined });
  const run = root
    .command('run')
    .description('run a scenario and print its result')
    .argument('<file>', FILE)
    .argument('[key=value...]', OVERRIDES)
    .option('--out <dir>', 'folder of all runs', 'runs')
    .option('--seed <n>', "replaces the scenario's seed", seedOf)
    .option('--backend <name>', 'where to compute (default: auto); see: heaviside list backends');
  withResult(run)
    .option('--update-snapshots', 'keep digests beside the scenario, for later runs of this seed and these overrides')
    .addOption(new Option('--any-digest', 'let digests pass and keep none: a sweep judges and keeps them').hideHelp())
    .option('--view', 'serve a page on which the run is watched and steered')
    .option('--keep', 'keep the page when the run is over, until Ctrl-C')
    .action((file: string, overrides: string[], options: RunOptions) => actions.run(file, overrides, options));
  withPlace(run);
  addResumeCommand(root, (folder, options) => actions.resume(folder, options));
  root
    .command('validate')
    .description('check a scenario without running it')
    .argument('<file>', FILE)
    .argument('[key=value...]', OVERRIDES)
    .option('--json', 'print the resolved scenario, or what is wrong, as JSON')
    .action((file: string, overrides: string[], options: { json?: boolean }) =>
      actions.validate(file, overrides, options),
    );
  root
    .command('schema')
    .description('print the JSON schema of scenario files, for editors')
    .action(() => actions.schema());
  root
    .command('list')
    .description('list what a scenario can name')
    .argument('[topic]', `${TOPICS.join(', ')}; all when omitted`)
    .option('--json', 'print JSON')
    .action((topic: string | undefined, options: { json?: boolean }) => actions.list(topic, options));
  addCompareCommand(root, (file, overrides, options) => actions.compare(file, overrides, options));
  addSweepCommands(root, actions);
  addWorkerCommand(root, (options) => actions.worker(options));
  addReportCommand(root, (folders, options) => actions.report(folders, options));
  addExportCommand(root, (folder, options) => actions.export(folder, options));
  addViewCommand(root, (folders, place) => actions.view(folders, place));
  addCollapseCommand(root, (folder, options) => actions.collapse(folder, options));
  addCreditCommand(root, (folder, options) => actions.credit(folder, options));
  addBenchCommands(root, (kind, options) => actions.bench(kind, options));
  return root;
}
