import type { Command } from 'commander';

import type { OptionTexts } from '../bench/option-reader.js';
import type { BenchKind } from '../bench/refuse-bench.js';

/** An option with an argument: flags, help and what it is when it is not given. */
type OptionRow = readonly [flags: string, help: string, usual?: string];

const BACKEND: OptionRow = ['--backend <name>', 'where to compute; see: heaviside list backends', 'auto'];
const SEED: OptionRow = ['--seed <n>', 'root of all random streams', '0'];
const THREADS: OptionRow = ['--threads <n>', 'CPU threads, where the backend has a choice', '1'];

const WORKLOAD: readonly OptionRow[] = [
  ['--time-steps <n>', 'time steps of a presentation', '25'],
  ['--batch <n>', 'samples that are shown at once', '32'],
  ['--data <dir>', '"digits" (embedded), or a folder with IDX files', 'digits'],
  ['--rate-input <gain>', 'random spikes with probability gain x value instead of constant currents'],
  ['--lr <n>', 'learning rate of Adam while training', '5e-4'],
  ['--beta <n>', 'share of a membrane that survives a step', '0.9'],
  THREADS,
  SEED,
];
const NETWORK: OptionRow = ['--network <sizes>', 'input, hidden layers and output, joined by dashes', '64-200-10'];

const RULE: OptionRow = [
  '--rule <name>',
  'what it learns with: epsilon (LFP), surrogate, feedback-alignment or direct-feedback-alignment',
  'epsilon',
];

const repeat = (usual: string): OptionRow => ['--repeat <n>', 'steps that are timed, after two that are not', usual];
const trainSteps = (usual: string): OptionRow => ['--train-steps <n>', 'steps to train first', usual];

/** The measurements with all their options but `--json` and `--quiet`. */
const MEASUREMENTS: {
  readonly [K in BenchKind]: { readonly summary: string; readonly options: readonly OptionRow[] };
} = {
  step: {
    summary: 'train a network, then time whole training steps',
    options: [NETWORK, ...WORKLOAD, RULE, trainSteps('300'), repeat('15'), BACKEND],
  },
  scale: {
    summary: 'how the cost of a step grows with activity, width, time steps and batch',
    options: [
      ['--width <n>', 'inputs and hidden neurons, unless varied', '500'],
      ['--activity <percent>', 'share of steps at which they fire, unless varied', '10'],
      ['--time-steps <n>', 'time steps, unless varied', '25'],
      ['--batch <n>', 'samples, unless varied', '32'],
      ['--activities <list>', 'activities to measure, in percent', '1,2,5,10,20,35,50'],
      ['--widths <list>', 'widths to measure', '250,500,1000,2000'],
      ['--times <list>', 'numbers of time steps to measure', '5,10,25,50,100'],
      ['--batches <list>', 'batches to measure', '8,16,32,64,128'],
      ['--crossover <list>', 'activities at which event and dense kernels are compared', '1,2,5,10,20,35,50,75,100'],
      repeat('9'),
      THREADS,
      BACKEND,
      SEED,
    ],
  },
  backends: {
    summary: 'compare backends on one network, in turns',
    options: [
      NETWORK,
      ['--widths <list>', 'instead of --network: two hidden layers of each of these widths'],
      ['--backends <list>', 'compare only these'],
      ...WORKLOAD,
      trainSteps('50'),
      repeat('9'),
    ],
  },
  memory: {
    summary: 'a whole training run and the memory that it holds, epoch by epoch',
    options: [NETWORK, ...WORKLOAD, ['--epochs <n>', 'epochs to train', '20'], BACKEND],
  },
};

/** Adds `bench` and its measurements to the grammar; `run` gets the options as they were typed. */
export function addBenchCommands(root: Command, run: (kind: BenchKind, options: OptionTexts) => Promise<void>): void {
  const bench = root.command('bench').description('measure how fast training is on this machine');
  for (const [kind, { summary, options }] of Object.entries(MEASUREMENTS)) {
    const command = bench.command(kind).description(summary);
    for (const [flags, help, usual] of options) command.option(flags, help, usual);
    command
      .option('--json', 'print one JSON document and nothing else on stdout')
      .option('--quiet', 'no progress')
      .action((texts: OptionTexts) => run(kind as BenchKind, texts));
  }
}
