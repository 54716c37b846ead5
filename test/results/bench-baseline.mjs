// Heaviside against a dense baseline in PyTorch, in one sitting on one core, in turns: round by round, and in each round
// configuration by configuration, now the one first, now the other. Prints a Markdown table and all results as JSON.
//
//   npm run bench:baseline -- --script torch_lfp_step.py --data MNIST_FOLDER --digits digits.csv.gz
//
// --python FILE   with PyTorch on OpenBLAS (default python3)
// --rounds N      default 5                 --core N     core to stay on (default 0; needs taskset)
// --only TEXT     configurations whose name contains it, separated by commas (784-500-10, gain, digits)
// --train-steps N default 300               --repeat N   default 15
// --backend NAME  default auto              --json FILE  results go there instead of after the table
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { baselineSummary, baselineTable, learnedTable } from './bench-table.mjs';
import { dishonest, probeTorch } from './torch-probe.mjs';

const bin = fileURLToPath(new URL('../../bin/heaviside.js', import.meta.url));

const CURRENTS = 'currents';
const CONFIGURATIONS = [
  { net: '784-1000-1000-10', timeSteps: 25, batch: 32, input: CURRENTS, floor: 2.5 },
  { net: '784-500-10', timeSteps: 25, batch: 64, input: CURRENTS, floor: 2 },
  { net: '784-1000-10', timeSteps: 15, batch: 128, input: CURRENTS, floor: 2 },
  { net: '64-200-10', timeSteps: 25, batch: 32, input: `digits, ${CURRENTS}`, floor: 2, digits: true },
  { net: '784-500-10', timeSteps: 25, batch: 64, input: 'spikes, gain 1', gain: 1, floor: 2.5 },
  { net: '784-500-10', timeSteps: 25, batch: 64, input: 'spikes, gain 0.25', gain: 0.25, floor: 5 },
];

const TEXT = { type: 'string' };
const OPTIONS = {
  python: { ...TEXT, default: 'python3' },
  script: TEXT,
  data: TEXT,
  digits: TEXT,
  rounds: { ...TEXT, default: '5' },
  core: { ...TEXT, default: '0' },
  only: TEXT,
  'train-steps': { ...TEXT, default: '300' },
  repeat: { ...TEXT, default: '15' },
  backend: { ...TEXT, default: 'auto' },
  json: TEXT,
};

class Refusal extends Error {}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({ options: OPTIONS }));
  } catch (error) {
    throw new Refusal(error.message);
  }
  const words = values.only?.split(',') ?? [''];
  const wanted = CONFIGURATIONS.filter(({ net, input }) => words.some((word) => `${net} ${input}`.includes(word)));
  const missing = [
    ...(values.script === undefined ? ['--script: expected the path of the baseline, got nothing'] : []),
    ...(values.data === undefined && wanted.some(({ digits }) => !digits)
      ? ['--data: expected a folder with the IDX files of MNIST, got nothing']
      : []),
    ...(values.digits === undefined && wanted.some(({ digits }) => digits)
      ? ['--digits: expected the path of digits.csv.gz, got nothing (or leave them out with --only 784)']
      : []),
    ...(wanted.length === 0 ? [`--only: expected a part of a configuration's name, got "${values.only}"`] : []),
    ...['rounds', 'repeat', 'train-steps', 'core']
      .filter((name) => !/^\d+$/.test(values[name]) || (name === 'rounds' && values[name] === '0'))
      .map((name) => `--${name}: expected a whole number, got "${values[name]}"`),
  ];
  if (missing.length > 0) throw new Refusal(missing.join('\n'));
  return { ...values, rounds: Number(values.rounds), wanted };
}

/** The command as it was given, but for the paths, which belong to one machine. */
function commandText() {
  const paths = { '--python': 'PYTHON', '--script': 'SCRIPT', '--data': 'DIR', '--digits': 'FILE', '--json': 'FILE' };
  const words = process.argv.slice(2).flatMap((word) => {
    const [flag, value] = word.split('=');
    return value !== undefined && flag in paths ? [flag, value] : [word];
  });
  return ['npm run bench:baseline --', ...words.map((word, n) => paths[words[n - 1]] ?? word)].join(' ');
}

/** One thread each, whatever library brings its own. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const env = { ...process.env, ...ONE_THREAD };

function pinnedTo(core) {
  return spawnSync('taskset', ['-V']).status === 0 ? ['taskset', '-c', core] : [];
}

function measured(words) {
  const [command, ...args] = words;
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (status === 0) return JSON.parse(stdout);
  throw new Error((error?.message ?? stderr.trim().split('\n').slice(-3).join(' ')) || `exit status ${status}`);
}

const gainWords = ({ gain }) => (gain === undefined ? [] : ['--rate-input', `${gain}`]);

function ourWords(config, { data, backend, repeat, 'train-steps': trainSteps }) {
  const where = ['--data', config.digits ? 'digits' : data, '--backend', backend];
  const size = ['--network', config.net, '--time-steps', `${config.timeSteps}`, '--batch', `${config.batch}`];
  const timing = ['--train-steps', trainSteps, '--repeat', repeat, '--threads', '1', '--json', '--quiet'];
  return [process.execPath, bin, 'bench', 'step', ...size, ...where, ...gainWords(config), ...timing];
}

function baselineWords(config, { python, script, data, digits, repeat, 'train-steps': trainSteps }) {
  const size = ['--net', config.net, '--time-steps', `${config.timeSteps}`, '--batch', `${config.batch}`];
  const timing = ['--train-steps', trainSteps, '--repeat', repeat, '--threads', '1'];
  return [python, script, '--data', config.digits ? digits : data, ...size, ...gainWords(config), ...timing];
}

/** A configuration that fails on either side is left alone from then on and keeps its reason. */
function measureRound(all, round, options, pinned) {
  for (const one of all.filter(({ failed }) => failed === undefined)) {
    const sides = [
      ['ours', ourWords(one.config, options)],
      ['baseline', baselineWords(one.config, options)],
    ];
    try {
      for (const [side, words] of round % 2 === 0 ? sides : sides.toReversed())
        one[side].push(measured([...pinned, ...words]));
    } catch (error) {
      one.failed = error.message;
    }
    const said = one.failed ?? `${one.ours.at(-1).medianMs} ms against ${one.baseline.at(-1).medianMs} ms`;
    process.stderr.write(`round ${round + 1} of ${options.rounds}, ${one.config.net}, ${one.config.input}: ${said}\n`);
  }
}

async function main() {
  const options = readOptions();
  const pinned = pinnedTo(options.core);
  if (pinned.length === 0) process.stderr.write('taskset is not installed: the runs are not kept on one core\n');
  const probe = probeTorch(options.python, pinned, env);
  const reason = dishonest(probe);
  if (reason !== undefined) throw new Refusal(reason);
  const [load] = loadavg();
  if (load > cpus().length / 4)
    process.stderr.write(`the machine is busy (load ${load.toFixed(1)}): both sides will be slower, not alike\n`);
  const { quantile } = await import('../../dist/src/bench/quantile.js');
  const all = options.wanted.map((config) => ({ config, ours: [], baseline: [] }));
  for (let round = 0; round < options.rounds; round++) measureRound(all, round, options, pinned);

  const where = pinned.length > 0 ? `core ${options.core}` : 'not kept on one core';
  const engines = `${all.find(({ ours }) => ours[0])?.ours[0].engine ?? 'heaviside'} on node ${process.versions.node}, torch ${probe.torch} at ${probe.gflops.toFixed(0)} GFLOP/s`;
  const how = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    load: Number(load.toFixed(2)),
    date: new Date().toISOString(),
    command: commandText(),
    rounds: options.rounds,
    repeat: Number(options.repeat),
  };
  console.log(baselineTable(all, quantile));
  console.log(
    `\nMedian (p10–p90) over ${how.rounds} rounds in turns of the median of ${how.repeat} training steps; one thread each, ${where}.`,
  );
  console.log(`${how.cpu}, load ${how.load} before; ${engines}; ${how.date}.\nCommand: \`${how.command}\`\n`);
  console.log(learnedTable(all, quantile));
  const summary = all.map((one) => baselineSummary(one, quantile));
  const json = JSON.stringify({ ...how, torch: { version: probe.torch, gflops: probe.gflops }, summary, all }, null, 2);
  if (options.json === undefined) console.log(`\n\`\`\`json\n${json}\n\`\`\``);
  else writeFileSync(options.json, `${json}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof Refusal ? 2 : 4;
}
