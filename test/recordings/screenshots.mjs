// Takes pictures of the report, the live page and the playground in headless Chromium, light and dark, at 1440 x 900 and
// 390 x 844 CSS pixels, of digits-lif and of a network with 10,000 hidden neurons.
//
//   npm run screenshots -- FOLDER
//
// Needs `npm run build`. Only what is in sight is in a picture; reports are taken whole besides (`…-whole.png`).
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { preview, runnerImport } from 'vite';

const {
  positionals: [folder],
} = parseArgs({ allowPositionals: true });
if (folder === undefined) {
  console.error('expected the folder for the pictures');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin/heaviside.js');
const { module } = await runnerImport(join(root, 'test/web/open-browser.ts'), { configFile: false, logLevel: 'error' });
const browser = await module.openBrowser({ graphics: true });

const RUNS = {
  digits: [],
  large: ['network.layers.h1.size=10000', 'train.epochs=3'],
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

/** Starts a run and waits for a line of it. */
function start(words) {
  const child = spawn(process.execPath, [bin, 'run', join(root, 'scenarios/digits-lif.yaml'), ...words], {
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
  await page.waitForSelector('canvas');
  await page.waitForTimeout(2500);
};

for (const [name, words] of Object.entries(RUNS)) {
  const out = join(folder, 'runs', name);
  const live = start([...words, 'train.epochs=500', '--view', '--out', join(out, 'live')]);
  await pictures(`live-${name}`, await live.line(/^watch it at (\S+)/), settled);
  live.child.kill('SIGKILL');
  await live.ended;
  const run = start([...words, '--out', out]);
  const report = await run.line(/^report: (.*)$/);
  await run.ended;
  await pictures(`report-${name}`, pathToFileURL(report).href, settled, true);
}

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
await browser.close();
if (browser.complaints.length > 0) {
  console.error(browser.complaints.join('\n'));
  process.exit(1);
}
