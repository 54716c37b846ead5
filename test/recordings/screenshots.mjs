// Takes pictures of reports, the live page and the playground in headless Chromium, light and dark, at 1440 x 900 and
// 390 x 844 CSS pixels: of digits-lif, of a network with 10,000 hidden neurons, of the scripted scenarios and of sweeps.
//
//   npm run screenshots -- FOLDER [digits] [large] [scripted] [sweeps] [playground]
//
// All of them unless some are named. Needs `npm run build`. Only what is in sight is in a picture; reports are taken whole besides (`…-whole.png`).
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { preview, runnerImport } from 'vite';

const GROUPS = ['digits', 'large', 'scripted', 'sweeps', 'playground'];
const {
  positionals: [folder, ...named],
} = parseArgs({ allowPositionals: true });
const unknown = named.filter((name) => !GROUPS.includes(name));
if (folder === undefined || unknown.length > 0) {
  console.error(`expected the folder for the pictures, then any of ${GROUPS.join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}
const isWanted = (group) => named.length === 0 || named.includes(group);
mkdirSync(folder, { recursive: true });

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin/heaviside.js');
const { module } = await runnerImport(join(root, 'test/web/open-browser.ts'), { configFile: false, logLevel: 'error' });
const browser = await module.openBrowser({ graphics: true });

const RUNS = {
  digits: [],
  large: ['network.layers.h1.size=10000', 'train.epochs=3'],
};
const SCRIPTED = ['lesion-recovery', 'pulse-response', 'threshold-drift', 'noise-robustness', 'curriculum'];
/** Means over seeds of one key as bars, of two as a heat map, of three in parallel coordinates. */
const SWEEPS = {
  bars: ['sweep.network.layers.h1.size=[4,8,16]'],
  'heat-map': ['sweep.network.layers.h1.size=[4,8,16]', 'sweep.learn.rule=[lfp,surrogate]'],
  parallel: [
    'sweep.network.layers.h1.size=[4,8]',
    'sweep.learn.rule=[lfp,surrogate]',
    'sweep.learn.optimizer.lr=[0.003,0.03]',
  ],
};
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844, touch: true } };

/** Opens a page in every size and theme and takes its picture when `ready` says so. */
async function pictures(name, url, ready, whole = false) {
  for (const [size, looks] of Object.entries(SIZES))
    for (const dark of [false, true]) {
      const page = await browser.open({ ...looks, dark });
      await page.goto(url);
      await ready(page);
      const file = join(folder, `${name}-${size}-${dark ? 'dark' : 'light'}`);
      await page.screenshot({ path: `${file}.png` });
      if (whole) await page.screenshot({ path: `${file}-whole.png`, fullPage: true });
      console.log(`${file}.png`);
      await page.context().close();
    }
}

/** Starts a command on a scenario and waits for a line of it. */
function start(command, name, words) {
  const child = spawn(process.execPath, [bin, command, join(root, `scenarios/${name}.yaml`), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => said.push(line));
  return {
    child,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    async line(pattern) {
      for (;;) {
        const found = said.map((line) => pattern.exec(line)).find(Boolean);
        if (found) return found[1];
        if (child.exitCode !== null) throw new Error(said.join('\n'));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

const settled = async (page) => {
  // Charts of what a run has not recorded are there, and hidden.
  await page.locator('canvas:visible, svg:visible').first().waitFor();
  await page.waitForTimeout(2500);
};

/** Pictures of a command's page once it has ended: the path that a line names. */
async function pageOf(name, [command, scenario, words], line) {
  const child = start(command, scenario, [...words, '--out', join(folder, 'runs', name)]);
  const page = await child.line(line);
  await child.ended;
  await pictures(`report-${name}`, pathToFileURL(page).href, settled, true);
}

async function live(name, words) {
  const out = join(folder, 'runs', `live-${name}`);
  const run = start('run', 'digits-lif', [...words, 'train.epochs=500', '--view', '--out', out]);
  await pictures(`live-${name}`, await run.line(/^watch it at (\S+)/), settled);
  run.child.kill('SIGKILL');
  await run.ended;
}

async function playground() {
  const server = await preview({
    configFile: join(root, 'src/web/vite.config.mjs'),
    logLevel: 'error',
    preview: { port: 0 },
    build: { outDir: 'dist/playground' },
  });
  await pictures(
    'playground',
    server.resolvedUrls.local[0],
    async (page) => {
      await page.waitForTimeout(3000);
      await page
        .getByRole('button', { name: /^train/i })
        .first()
        .click();
      await page.waitForSelector('canvas', { timeout: 60_000 });
      await page.waitForTimeout(4000);
    },
    true,
  );
  await server.close();
}

for (const [name, words] of Object.entries(RUNS).filter(([group]) => isWanted(group))) {
  await live(name, words);
  await pageOf(name, ['run', 'digits-lif', words], /^report: (.*)$/);
}
if (isWanted('scripted')) for (const name of SCRIPTED) await pageOf(name, ['run', name, []], /^report: (.*)$/);
if (isWanted('sweeps'))
  for (const [name, words] of Object.entries(SWEEPS)) {
    const seeds = ['sweep.seed=[1,2,3]', 'train.epochs=20'];
    await pageOf(`sweep-${name}`, ['sweep', 'xor-step', [...words, ...seeds]], /^page: (.*)$/);
  }
if (isWanted('playground')) await playground();
await browser.close();
if (browser.complaints.length > 0) {
  console.error(browser.complaints.join('\n'));
  process.exit(1);
}
