// Heaviside's float64 learners against the same in NumPy, on the embedded digits: processor time of an epoch, one thread,
// in turns. Prints a table; both sides first learn from the same batches, and their losses must agree.
//
//   npm run build && npm run bench:epochs
//
// --python FILE  with NumPy on a tuned BLAS (default python3)
// --rounds N     default 5                 --epochs N   timed epochs a round (default 20)
// --warm-up N    epochs before (default 20) --core N    core to stay on (default 0; needs taskset)
// --only TEXT    rows whose name contains it              --json FILE  all results
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const BUILT = '../../dist/src/';

const PROBLEMS = [
  { family: 'front contribution', sizes: [64, 32, 10], batch: 25, samples: 500 },
  { family: 'front contribution', sizes: [64, 64, 10], batch: 25, samples: 500 },
  { family: 'front contribution', sizes: [64, 64, 10], batch: 25, samples: 1438 },
  { family: 'mean-field ensemble', sizes: [64, 64, 10], batch: 50, samples: 1438 },
  { family: 'mean-field ensemble', sizes: [64, 100, 100, 10], batch: 50, samples: 1438 },
];
const nameOf = ({ family, sizes, batch, samples }) => `${family} ${sizes.join('-')}, batch ${batch}, ${samples} digits`;

/** Batches on which both sides must agree. */
const CHECKS = 5;
/** Relative; the two add up in another order. */
const TOLERANCE = 1e-9;

class Refusal extends Error {}

function readOptions() {
  const text = { type: 'string' };
  const options = {
    python: { ...text, default: 'python3' },
    rounds: { ...text, default: '5' },
    epochs: { ...text, default: '20' },
    'warm-up': { ...text, default: '20' },
    core: { ...text, default: '0' },
    only: { ...text, default: '' },
    json: text,
  };
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    throw new Refusal(error.message);
  }
  const problems = PROBLEMS.filter((problem) => nameOf(problem).includes(values.only));
  const wrong = [
    ...['rounds', 'epochs', 'warm-up', 'core']
      .filter(
        (name) => !/^\d+$/.test(values[name]) || (/^0+$/.test(values[name]) && ['rounds', 'epochs'].includes(name)),
      )
      .map((name) => `--${name}: expected a whole number, got "${values[name]}"`),
    ...(problems.length === 0 ? [`--only: expected a part of a row's name, got "${values.only}"`] : []),
    ...(existsSync(here(BUILT)) ? [] : ['dist: expected the compiled project, got nothing\nremedy: npm run build']),
  ];
  if (wrong.length > 0) throw new Refusal(wrong.join('\n'));
  const numbers = ['rounds', 'epochs', 'warm-up'].map((name) => Number(values[name]));
  return { ...values, problems, rounds: numbers[0], epochs: numbers[1], warmUp: numbers[2] };
}

const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** The line of a stack trace that says what happened. */
function lastWords(stderr) {
  const lines = stderr.trim().split('\n');
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1);
}

function measured(words) {
  const [command, ...args] = words;
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (status === 0) return JSON.parse(stdout);
  throw new Error((error?.message ?? lastWords(stderr)) || `exit status ${status}`);
}

/** Refuses a Python without NumPy, and a NumPy without a tuned BLAS: a comparison with that would be worth nothing. */
function probeNumpy(python, pinned) {
  const probe =
    'import json, time, numpy as n; a = n.ones((512, 512)); a @ a; s = time.perf_counter(); a @ a; a @ a; ' +
    'print(json.dumps({"version": n.__version__, "gflops": 4 * 512 ** 3 / (time.perf_counter() - s) / 1e9}))';
  const remedy = 'remedy: apt-get install python3-numpy libopenblas0-pthread, or name another Python with --python';
  let found;
  try {
    found = measured([...pinned, python, '-c', probe]);
  } catch (error) {
    throw new Refusal(`${python}: expected a Python with NumPy, got: ${error.message}\n${remedy}`);
  }
  if (found.gflops < 5)
    throw new Refusal(
      `${python}: expected float64 products at 5 GFLOP/s or more, got ${found.gflops.toFixed(1)}: no tuned BLAS is in use\n${remedy}`,
    );
  return found;
}

/** Data, start and the batches of the check, from one seed. */
async function problemOf({ family, sizes, batch, samples: count }, { epochs, warmUp }) {
  const built = (path) => import(new URL(`${BUILT}${path}`, import.meta.url).href);
  const { loadDataSet } = await built('data/load-data-set.js');
  const { createRandomStreams } = await built('data/random-streams.js');
  const { shuffledIndices } = await built('data/shuffled-indices.js');
  const { initialWeights } = await built('core/initializers.js');
  const { initialEnsemble } = await built('core/mean-field/initial-ensemble.js');
  const { drawNoise } = await built('core/mean-field/ensemble-forward.js');
  const { oneHot } = await built('core/losses/loss.js');
  const streams = createRandomStreams(1);
  const { samples, labels } = await loadDataSet({ source: 'digits', split: 'train' }, streams);
  const rows = (values, width) =>
    Array.from({ length: values.length / width }, (_, r) => [...values.subarray(r * width, (r + 1) * width)]);
  const weights = streams.stream('weights');
  const isFront = family === 'front contribution';
  const network = isFront ? [] : initialEnsemble(sizes, weights);
  const kaiming = (fanOut, fanIn) =>
    rows(initialWeights({ kind: 'kaiming-normal' }, fanOut * fanIn, { fanIn, fanOut }, weights), fanIn);
  const [inputs, hidden] = sizes;
  const outputs = sizes.at(-1);
  const start = isFront
    ? [kaiming(hidden, inputs), Array(hidden).fill(0), kaiming(outputs, hidden), Array(outputs).fill(0)]
    : network.map((layer) =>
        [layer.spikeMass, layer.slabMean, layer.slabVariance].map((part) => rows(part, layer.fanIn)),
      );
  const order = shuffledIndices(count, streams.stream('order'));
  const checks = Array.from({ length: CHECKS }, (_, step) => ({
    samples: [...order.subarray(step * batch, (step + 1) * batch)],
    noise: isFront
      ? null
      : drawNoise(network, batch, streams.stream('noise')).map((drawn, l) => rows(drawn, sizes[l + 1])),
  }));
  return {
    ...{ family, sizes, batch, epochs, warmUp, start, checks },
    ...{ lr: isFront ? 0.05 : 0.1, decay: 1e-4 },
    inputs: rows(samples.values.subarray(0, count * 64), 64),
    targets: rows(oneHot(labels.subarray(0, count), outputs), outputs),
  };
}

function requireSameLosses(name, ours, theirs) {
  const apart = ours.findIndex((loss, k) => !(Math.abs(loss - theirs[k]) <= TOLERANCE * Math.abs(theirs[k])));
  if (apart >= 0)
    throw new Error(`${name}: step ${apart + 1}: expected the loss of NumPy, ${theirs[apart]}, got ${ours[apart]}`);
}

async function main() {
  const options = readOptions();
  const pinned = spawnSync('taskset', ['-V']).status === 0 ? ['taskset', '-c', options.core] : [];
  if (pinned.length === 0) process.stderr.write('taskset is not installed: the runs are not kept on one core\n');
  const numpy = probeNumpy(options.python, pinned);
  const [load] = loadavg();
  if (load > cpus().length / 4)
    process.stderr.write(`the machine is busy (load ${load.toFixed(1)}): both sides will be slower, not alike\n`);
  const { quantile } = await import(new URL(`${BUILT}bench/quantile.js`, import.meta.url).href);
  const { default: Table } = await import('cli-table3');
  const folder = mkdtempSync(join(tmpdir(), 'heaviside-epochs-'));
  const results = [];
  try {
    for (const problem of options.problems) {
      const file = join(folder, `${results.length}.json`);
      writeFileSync(file, JSON.stringify(await problemOf(problem, options)));
      results.push({ name: nameOf(problem), file, ours: [], numpy: [] });
    }
    for (let round = 0; round < options.rounds; round++)
      for (const result of results) {
        const sides = [
          ['ours', [process.execPath, here('heaviside-epochs.mjs'), result.file]],
          ['numpy', [options.python, here('numpy-epochs.py'), result.file]],
        ];
        const found = {};
        for (const [side, words] of round % 2 === 0 ? sides : sides.toReversed()) {
          found[side] = measured([...pinned, ...words]);
          result[side].push(quantile(found[side].epochMs, 0.5));
        }
        requireSameLosses(result.name, found.ours.losses, found.numpy.losses);
        process.stderr.write(`round ${round + 1} of ${options.rounds}, ${result.name}\n`);
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const summary = results.map(({ name, ours, numpy: theirs }) => {
    const ratios = ours.map((ms, round) => ms / theirs[round]);
    return { name, oursMs: ours, numpyMs: theirs, ratio: quantile(ratios, 0.5), ratios };
  });
  const table = new Table({
    head: ['epoch', 'ours', 'NumPy', 'ratio (lowest–highest)'],
    style: { head: [], border: [] },
  });
  for (const { name, oursMs, numpyMs, ratio, ratios } of summary)
    table.push([
      name,
      ...[oursMs, numpyMs].map((all) => `${quantile(all, 0.5).toFixed(2)} ms`),
      `${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
    ]);
  const cpu = cpus()[0]?.model.trim() ?? 'unknown';
  console.log(table.toString());
  console.log(
    `Processor time of an epoch: medians over ${options.rounds} rounds in turns of the median of ${options.epochs} epochs, one thread each; ${cpu}, load ${load.toFixed(2)} before; node ${process.versions.node}, NumPy ${numpy.version} at ${numpy.gflops.toFixed(0)} GFLOP/s.`,
  );
  if (options.json === undefined) return;
  const how = { cpu, load, date: new Date().toISOString(), rounds: options.rounds, epochs: options.epochs, numpy };
  writeFileSync(options.json, `${JSON.stringify({ ...how, node: process.versions.node, summary }, null, 2)}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof Refusal ? 2 : 4;
}
