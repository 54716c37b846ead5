import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { openBrowser } from './open-browser.js';
import { memoryOf } from './page-memory.js';

const root = path.resolve(import.meta.dirname, '../..');

/** Memory of one moment of a live run, in megabytes. */
export interface SoakPoint {
  readonly seconds: number;
  /** What the page's scripts hold, and its parts. */
  readonly page: number;
  readonly heap: number;
  readonly embedder: number;
  readonly arrays: number;
  /** Resident set of the process that runs and serves. */
  readonly run: number;
  /** Presentations that the page has been told of, or had to do without. */
  readonly shown: string;
}

/** The resident set of a process in megabytes. */
function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
}

/**
 * Runs a network without end on a live page and measures memory on both sides.
 *
 * @param tell Hears of every point as it is measured.
 */
export async function soak(
  options: { readonly minutes: number; readonly every: number },
  tell: (point: SoakPoint) => void,
): Promise<readonly SoakPoint[]> {
  const out = mkdtempSync(path.join(tmpdir(), 'heaviside-soak-'));
  const argv = ['run', 'scenarios/digits-lif.yaml', 'train.epochs=100000'];
  const child = spawn(process.execPath, ['bin/heaviside.js', ...argv, '--view', '--quiet', '--out', out], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const browser = await openBrowser();
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the run ended')));
      createInterface({ input: child.stderr }).on('line', (line) => {
        const found = /^watch it at (\S+)/.exec(line);
        if (found) resolve(found[1]!);
      });
    });
    const page = await browser.open();
    await page.goto(address);
    await page.waitForSelector('canvas');
    const memory = await memoryOf(page);
    const points: SoakPoint[] = [];
    const started = performance.now();
    while (performance.now() - started < options.minutes * 60_000) {
      await page.waitForTimeout(options.every * 1000);
      const { bytes, ...parts } = await memory();
      const megabytes = (of: number): number => of / 2 ** 20;
      const shown =
        (await page
          .getByText(/\d presentations/)
          .first()
          .textContent()) ?? '';
      const point = {
        seconds: Math.round((performance.now() - started) / 1000),
        page: megabytes(bytes),
        heap: megabytes(parts.heap),
        embedder: megabytes(parts.embedder),
        arrays: megabytes(parts.arrays),
        run: residentMegabytes(child.pid!),
        shown,
      };
      points.push(point);
      tell(point);
    }
    if (browser.complaints.length > 0) throw new Error(browser.complaints.join('\n'));
    return points;
  } finally {
    child.kill('SIGKILL');
    await browser.close();
    rmSync(out, { recursive: true, force: true });
  }
}
