// Runs shipped scenarios over several seeds and prints a table of what they reach, for the README.
//
//   npm run results                                  the scenarios that need no files
//   npm run results -- mnist-lif:0-2 data.dir=PATH   others; key=value goes to every run
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DEFAULT = [
  'xor-lif:0-9',
  'xor-step:0-9',
  'moons-step:0-2',
  'digits-lif:0-2',
  'digits-step:0-2',
  'digits-conv-lif:0-2',
  'randman-lif:0-2',
];

const argv = process.argv.slice(2);
const overrides = argv.filter((word) => word.includes('='));
const wanted = argv.filter((word) => !word.includes('='));
const out = mkdtempSync(path.join(tmpdir(), 'heaviside-results-'));

/** `name:0-9` or `name:0,3` or `name` (seed 0). */
function jobsOf(spec) {
  const [name, seeds = '0'] = spec.split(':');
  const [first, last] = seeds.split('-').map(Number);
  const list = seeds.includes('-')
    ? Array.from({ length: last - first + 1 }, (_, k) => first + k)
    : seeds.split(',').map(Number);
  return list.map((seed) => ({ name, seed }));
}

function run({ name, seed }) {
  const file = path.join(root, 'scenarios', `${name}.yaml`);
  const args = [
    path.join(root, 'bin/heaviside.js'),
    'run',
    file,
    ...overrides,
    '--seed',
    `${seed}`,
    '--out',
    out,
    '--json',
    '--quiet',
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      // Exit status 1 means that an expectation failed: that is a result too, and the table shows it.
      if (error && error.code !== 1) reject(new Error(`${name}, seed ${seed}: ${stderr || error.message}`));
      else resolve({ name, seed, ...JSON.parse(stdout) });
    });
  });
}

async function inParallel(jobs, workers) {
  const queue = [...jobs];
  const results = [];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let job = queue.shift(); job; job = queue.shift()) {
        const result = await run(job);
        results.push(result);
        process.stderr.write(`${job.name} seed ${job.seed}: accuracy(test) ${result.metrics['accuracy(test)']}\n`);
      }
    }),
  );
  return results;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function row(name, results) {
  const of = (metric) => results.map(({ metrics }) => metrics[metric]);
  const accuracy = of('accuracy(test)');
  const seeds = results.map(({ seed }) => seed).sort((a, b) => a - b);
  const met = results.filter(({ expect }) => expect.every(({ pass }) => pass)).length;
  return `| ${name} | ${seeds.join(' ')} | ${mean(accuracy).toFixed(4)} | ${Math.min(...accuracy).toFixed(4)}–${Math.max(...accuracy).toFixed(4)} | ${met} of ${results.length} | ${Math.round(mean(of('spikesPerSample')))} | ${Math.round(mean(of('synapticOperationsPerSample')))} |`;
}

try {
  const specs = wanted.length > 0 ? wanted : DEFAULT;
  const results = await inParallel(specs.flatMap(jobsOf), availableParallelism());
  console.log(
    '| scenario | seeds | test accuracy, mean | range | expectations met | spikes per sample | synaptic operations per sample |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const spec of specs) {
    const [name] = spec.split(':');
    console.log(
      row(
        name,
        results.filter((result) => result.name === name),
      ),
    );
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
