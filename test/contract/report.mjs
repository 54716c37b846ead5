// Runs the contract that every backend keeps and prints its table: the backends in Node, then in a headless Chromium.
//
//   npm run contract                           every backend, everywhere
//   npm run contract -- node events            one place; some backends
//   npm run contract -- page                   the whole in a browser; npm test asks for its short form (short-form.ts)
//   npm run contract -- --json                 every case with its figures
//
// Exit status 1 when a backend does not keep it, or skips what it must not.
import { fileURLToPath } from 'node:url';
import { createRunnableDevEnvironment, resolveConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const words = process.argv.slice(2);
const json = words.includes('--json');
const names = words.filter((word) => word !== '--json');
const places = ['node', 'page'].filter((place) => names.includes(place));

// A runner that stays open: the backends load what they need when they are asked for.
const config = await resolveConfig(
  {
    root,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    environments: {
      contract: {
        consumer: 'server',
        dev: { moduleRunnerTransform: true },
        resolve: { external: true, mainFields: [], conditions: ['node'] },
      },
    },
  },
  'serve',
);
const environment = createRunnableDevEnvironment('contract', config, { hot: false });
await environment.init();
const module = await environment.runner.import(fileURLToPath(new URL('report.ts', import.meta.url)));
const part = {
  places: places.length > 0 ? places : ['node', 'page'],
  backends: names.filter((name) => name !== 'node' && name !== 'page'),
};

try {
  const { reports, faults } = await module.contractReports(part, (line) => process.stderr.write(`${line}\n`));
  // A difference may be infinite, which JSON has no number for.
  const plain = (_key, value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value);
  console.log(json ? JSON.stringify({ reports, faults }, plain, 2) : module.contractTable(reports));
  if (faults.length > 0) {
    process.stderr.write(`${faults.length} faults:\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
    process.exitCode = 1;
  }
} catch (error) {
  // An unknown backend, or no browser: the message says what to do.
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
} finally {
  await environment.close();
}
