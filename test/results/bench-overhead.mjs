// What keeping costs a run: all spikes of the test samples, a checkpoint after every epoch; and what the event loop costs
// over the bare calls of the learner: medians of what lies between the device's calls, and all that was computed. In turns,
// in another order every round, on one core. Prints Markdown tables.
//
//   npm run build && npm run bench:overhead -- --rounds 7
//
// --rounds N   default 7              --epochs N  of every run (default 30)
// --core N     core to stay on (default 0; needs taskset; "any": wherever it comes)
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quantile } from '../../dist/src/bench/quantile.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const SCENARIO = here('../../scenarios/digits-lif.yaml');
/** Makes a process tell at its end how long it has computed: on a machine that others use, waiting says little. */
const METER = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('computed '+(user+system)/1e6+'\\n')})`;

/** Whole processes: `heaviside run` with and without what is kept. */
const KEEPING = [
  { name: 'nothing is kept', overrides: ['checkpoint.every=never'] },
  { name: 'a checkpoint every epoch', overrides: ['checkpoint.every=1 epoch'] },
  {
    name: 'all spikes of the 359 test samples',
    overrides: ['checkpoint.every=never', 'record.spikes=[h1, out]', 'record.samples=359'],
  },
];
/** Loops in turns in one process: the bare calls, the run's own loop, and that loop as a stream that nobody listens to. */
const LOOPS = [
  'the learner by itself',
  "the run's loop",
  'as a stream without sinks',
  'the learner by itself, as the last',
];

function started(command, core) {
  return core === 'any' ? spawn(command[0], command.slice(1)) : spawn('taskset', ['-c', core, ...command]);
}

async function ended(child) {
  let [told, result] = ['', ''];
  child.stdout.on('data', (data) => (result += data));
  child.stderr.on('data', (data) => (told += data));
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`status ${status}\n${told}${result}`);
  return { told, result };
}

async function keep({ overrides }, { epochs, core }, out) {
  const run = [here('../../bin/heaviside.js'), 'run', SCENARIO, `train.epochs=${epochs}`, 'expect=[]', ...overrides];
  const options = ['--backend', 'events', '--threads', '1', '--json', '--quiet', '--no-report', '--out', out];
  const { told, result } = await ended(started([process.execPath, '--import', METER, ...run, ...options], core));
  return { wall: JSON.parse(result).seconds, computed: Number(/^computed ([\d.]+)$/m.exec(told)[1]) };
}

/** What every epoch took by way, see loop-cost.mjs; the first two, which the engine still compiles in, are left out. */
async function loops({ epochs, core }, first) {
  const { result } = await ended(started([process.execPath, here('./loop-cost.mjs'), epochs, String(first)], core));
  return JSON.parse(result).map((taken) => taken.slice(2));
}

/** Plays every variant once a round, each time beginning with another one. */
async function inTurns(names, rounds, play) {
  const runs = names.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < names.length; turn++) {
      const at = (round + turn) % names.length;
      runs[at].push(await play(at));
    }
  return runs;
}

function quantileOf(values, share) {
  return quantile(
    values.toSorted((a, b) => a - b),
    share,
  );
}

/** Each run is held against the first one of its round. */
function table(names, runs) {
  const rows = names.map((name, at) => {
    const cells = ['wall', 'computed'].flatMap((what) => {
      const seconds = runs[at].map((run) => run[what]);
      const ratios = seconds.map((own, round) => own / runs[0][round][what]);
      return [
        quantileOf(seconds, 0.5).toFixed(3),
        ...[0.5, 0.25, 0.75].map((share) => quantileOf(ratios, share).toFixed(3)),
      ];
    });
    const [wall, ratio, low, high, own, ownRatio, ownLow, ownHigh] = cells;
    return `| ${[name, wall, `${ratio} (${low} – ${high})`, own, `${ownRatio} (${ownLow} – ${ownHigh})`].join(' | ')} |`;
  });
  const head = [
    '| | seconds, median | ratio of pairs (half of them) | computed, seconds | ratio of pairs (half of them) |',
    '| --- | --- | --- | --- | --- |',
  ];
  return [...head, ...rows].join('\n');
}

/** @param runs By round, way and epoch. Epochs that were played one after the other are held against each other. */
function loopTable(names, runs) {
  const perBatch = (at, what) =>
    quantileOf(
      runs.flatMap((run) => run[at].map((epoch) => epoch[what])),
      0.5,
    );
  const batch = perBatch(0, 'within') + perBatch(0, 'beside');
  const rows = names.map((name, at) => {
    const ratios = runs.flatMap((run) => run[at].map(({ seconds }, epoch) => seconds / run[0][epoch].seconds));
    const [middle, low, high] = [0.5, 0.25, 0.75].map((share) => quantileOf(ratios, share).toFixed(3));
    // Of the same epoch again, so that what the machine does cancels out.
    const more = quantileOf(
      runs.flatMap((run) => run[at].map(({ beside }, epoch) => beside - run[0][epoch].beside)),
      0.5,
    );
    const cells = [perBatch(at, 'within').toFixed(0), perBatch(at, 'beside').toFixed(0)];
    const share = `${((100 * more) / batch).toFixed(1)} %`;
    return `| ${[name, ...cells, more.toFixed(0), share, `${middle} (${low} – ${high})`].join(' | ')} |`;
  });
  const head = [
    '| | µs of a batch on the device | between two | more than the first | of a batch | computed, ratio of pairs (half of them) |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return [...head, ...rows].join('\n');
}

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    rounds: { ...text, default: '7' },
    epochs: { ...text, default: '30' },
    core: { ...text, default: '0' },
  },
});
const rounds = Number(values.rounds);
const out = mkdtempSync(join(tmpdir(), 'heaviside-bench-overhead-'));
try {
  const names = KEEPING.map(({ name }) => name);
  console.log(table(names, await inTurns(names, rounds, (at) => keep(KEEPING[at], values, join(out, String(at))))));
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await loops(values, round % LOOPS.length));
  console.log(`\n${loopTable(LOOPS, runs)}`);
  const [{ model }] = cpus();
  console.log(
    `\n${model}, Node ${process.version}, digits-lif, ${values.epochs} epochs, ${rounds} rounds, load ${loadavg()[0].toFixed(1)}`,
  );
} finally {
  rmSync(out, { recursive: true, force: true });
}
