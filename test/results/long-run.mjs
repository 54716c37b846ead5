// A free run of 1,000 neurons through a long simulated time: memory of its process, and what its folder takes. Exit status 1
// when the second half needs more than a tenth above the first half's most, or when the logs grow with the time.
//
//   npm run build && npm run soak:free                 one hour
//   npm run soak:free -- --seconds 60 --spikes         a minute, its spikes recorded
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3600' }, spikes: { type: 'boolean', default: false } },
});
const seconds = Number(values.seconds);
if (!(seconds >= 1)) {
  console.error(`--seconds: expected a number >= 1, got "${values.seconds}"`);
  process.exit(2);
}

const out = mkdtempSync(join(tmpdir(), 'heaviside-long-run-'));
const file = join(out, 'free.yaml');
writeFileSync(
  file,
  `scenario: 1
name: free
data: digits
network:
  layers:
    - { id: in, size: 64 }
    - { id: h1, size: 990, neuron: lif, beta: 0.9 }
    - { id: out, size: 10, neuron: lif }
learn: lfp
phases:
  - { id: free, run: { duration: ${seconds}s, samples: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] } }
${values.spikes ? 'record: { spikes: [h1, out] }' : ''}
expect:
  - { that: rate(h1), in: free, atLeast: 1Hz }
`,
);
const bin = fileURLToPath(new URL('../../bin/heaviside.js', import.meta.url));
const child = spawn(process.execPath, [bin, 'run', file, '--json', '--quiet', '--no-report', '--out', out], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let result = '';
child.stdout.on('data', (data) => (result += data));

/** Megabytes that the process holds; undefined when it has gone. */
function resident() {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000;
  } catch {
    return undefined;
  }
}

const points = [];
const watch = setInterval(() => {
  const megabytes = resident();
  if (megabytes > 0) points.push(megabytes);
}, 200);
const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
clearInterval(watch);
try {
  if (status !== 0) throw new Error(`the run ended with status ${status}\n${result}`);
  const { folder, seconds: taken, backend, expect } = JSON.parse(result);
  // What a process needs to start is not what it keeps.
  const steady = points.slice(Math.ceil(points.length / 5));
  const half = Math.ceil(steady.length / 2);
  const [first, second] = [Math.max(...steady.slice(0, half)), Math.max(...steady.slice(half))];
  const logs = ['events.jsonl', 'metrics.jsonl'].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  console.log(`${seconds} s simulated in ${taken.toFixed(1)} s on ${backend}, ${expect[0].value.toFixed(1)} Hz`);
  console.log(`memory: at most ${first.toFixed(1)} MB in the first half, ${second.toFixed(1)} MB in the second`);
  console.log(`logs: ${logs} bytes`);
  if (values.spikes)
    console.log(`spikes: ${(statSync(join(folder, 'recordings/free/h1.spikes')).size / 1e6).toFixed(1)} MB`);
  process.exitCode = second > first * 1.1 || logs > 20_000 ? 1 : 0;
} finally {
  rmSync(out, { recursive: true, force: true });
}
