// What a page costs a run: the same scenario without a page to open, with one that nobody opens, with a page that takes
// everything, and with one that takes nothing. In turns, in another order every round. Prints a Markdown table and all
// results as JSON.
//
//   npm run bench:view -- --rounds 7
//
// --scenario FILE default scenarios/digits-lif.yaml    --epochs N   those of the scenario unless told
// --rounds N      default 7                            --json FILE  results go there instead of after the table
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import WebSocket from 'ws';

const bin = fileURLToPath(new URL('../../bin/heaviside.js', import.meta.url));

/** A page that takes every frame. @returns How many, and their bytes. */
function drainingPage({ host, origin }) {
  const seen = { frames: 0, bytes: 0 };
  const socket = new WebSocket(`ws://${host}/frames?view=2`, { origin, perMessageDeflate: false });
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    seen.frames++;
    seen.bytes += data.length;
  });
  return seen;
}

/** A page that asks for a socket and never reads a byte of it. */
function stalledPage({ host, origin }) {
  const [name, port] = host.split(':');
  const socket = connect({ host: name, port: Number(port) });
  socket.on('error', () => undefined);
  const lines = [
    'GET /frames?view=2 HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return { frames: 0, bytes: 0 };
}

const VARIANTS = [
  { name: 'no page', options: [] },
  { name: 'a page that nobody opens', options: ['--view'] },
  { name: 'a page that takes everything', options: ['--view'], open: drainingPage },
  { name: 'a page that takes nothing', options: ['--view'], open: stalledPage },
];
/** Makes a process tell at its end how long it has computed: on a machine that others use, waiting says little. */
const METER = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('computed '+(user+system)/1e6+'\\n')})`;
const BASE = 'a page that nobody opens';

/** One run. @returns Its own seconds, those of the process, and what the page has seen. */
async function play({ scenario, epochs }, { options, open }, out) {
  const overrides = epochs === undefined ? [] : [`train.epochs=${epochs}`];
  const begin = performance.now();
  const command = [bin, 'run', scenario, ...overrides, ...options, '--json', '--quiet', '--out', out];
  const child = spawn(process.execPath, ['--import', METER, ...command]);
  let [told, result, seen] = ['', '', undefined];
  child.stdout.on('data', (data) => (result += data));
  child.stderr.on('data', (data) => {
    told += data;
    const host = /watch it at http:\/\/([\d.]+:\d+)\//.exec(told)?.[1];
    if (host && open) seen ??= open({ host, origin: `http://${host}` });
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const process_ = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`the run ended with status ${status}\n${told}${result}`);
  const computed = Number(/^computed ([\d.]+)$/m.exec(told)[1]);
  return { seconds: JSON.parse(result).seconds, computed, process: process_, frames: seen?.frames, bytes: seen?.bytes };
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}

const median = (runs, what) => quantile(runs.map(what), 0.5);

function summaryOf(results) {
  const base = results.find(({ name }) => name === BASE).runs;
  return results.map(({ name, runs }) => {
    const seconds = runs.map((run) => run.seconds);
    const ratio = (what) => median(runs, what) / median(base, what);
    return {
      name,
      median: quantile(seconds, 0.5),
      p10: quantile(seconds, 0.1),
      p90: quantile(seconds, 0.9),
      ratio: ratio((run) => run.seconds),
      computed: median(runs, (run) => run.computed),
      computedRatio: ratio((run) => run.computed),
      process: median(runs, (run) => run.process),
      frames: runs.some((run) => run.frames) ? median(runs, (run) => run.frames) : undefined,
    };
  });
}

const HEAD = [
  '',
  'seconds, median',
  'p10 – p90',
  'ratio',
  'computed, seconds',
  'ratio',
  'whole process, seconds',
  'frames',
];

function tableOf(rows) {
  const cells = rows.map((row) => [
    ...[row.name, row.median.toFixed(2), `${row.p10.toFixed(2)} – ${row.p90.toFixed(2)}`, row.ratio.toFixed(3)],
    ...[row.computed.toFixed(2), row.computedRatio.toFixed(3), row.process.toFixed(2), String(row.frames ?? '–')],
  ]);
  const lines = [HEAD, HEAD.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`);
  return `${lines.join('\n')}\n\nRatios to ${BASE}.`;
}

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'scenarios/digits-lif.yaml' },
    epochs: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
  },
});
const out = mkdtempSync(join(tmpdir(), 'heaviside-bench-view-'));
try {
  const results = VARIANTS.map(({ name }) => ({ name, runs: [] }));
  await play(values, VARIANTS[0], out);
  for (let round = 0; round < Number(values.rounds); round++)
    for (let turn = 0; turn < VARIANTS.length; turn++) {
      const at = (round + turn) % VARIANTS.length;
      results[at].runs.push(await play(values, VARIANTS[at], out));
    }
  const rows = summaryOf(results);
  const machine = { processor: cpus()[0].model, cores: cpus().length, node: process.version, load: loadavg()[0] };
  const document = `${JSON.stringify({ machine, options: values, rows, results }, undefined, 2)}\n`;
  console.log(
    `${tableOf(rows)}\n\n${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ${values.rounds} rounds`,
  );
  if (values.json) writeFileSync(values.json, document);
  else console.log(`\n${document}`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
