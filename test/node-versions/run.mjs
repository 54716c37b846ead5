// Runs the tests under every supported version of Node, one after the other, and prints one line for each.
//
//   npm run test:node                       all tests
//   npm run test:node -- test/core          only those whose path contains test/core
//
// The project must have been built. Each version comes as the npm package "node", fetched once by npx.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const VERSIONS = ['20.19', '22', '24'];
const root = fileURLToPath(new URL('../..', import.meta.url));
const filters = process.argv.slice(2);

/** Runs `node@version` with arguments and gives its exit status and what it wrote. */
function node(version, ...args) {
  return new Promise((resolve) => {
    const child = spawn('npx', ['-y', `node@${version}`, ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', npm_config_loglevel: 'error' },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', (error) => resolve({ status: 1, out, err: `${err}${error.message}\n` }));
    child.on('close', (status) => resolve({ status: status ?? 1, out, err }));
  });
}

/** One version: true when every test passed. */
async function passes(version) {
  const asked = await node(version, '-p', 'process.version');
  if (asked.status !== 0) {
    console.log(`Node ${version}: could not be started\n${asked.err.trimEnd()}`);
    return false;
  }
  const start = Date.now();
  const run = await node(
    version,
    './node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/vitest.config.ts',
    ...filters,
  );
  const counts = run.out.match(/^(\d+) passed, (\d+) failed, (\d+) skipped$/m);
  const passed = run.status === 0 && counts !== null && Number(counts[1]) > 0 && counts[2] === '0';
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.log(`Node ${asked.out.trim()}: ${counts?.[0] ?? `no result, exit status ${run.status}`} (${seconds} s)`);
  if (!passed) console.log(`${run.out}${run.err}`.trimEnd());
  return passed;
}

let good = true;
for (const version of VERSIONS) good = (await passes(version)) && good;
process.exitCode = good ? 0 : 1;
