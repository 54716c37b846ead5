import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const REMEDY =
  'Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to the program of a Chromium or Chrome.';

/** What finding a browser looks at and does; the machine's own unless a test says otherwise. */
export interface BrowserSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runnable: (file: string) => boolean;
  readonly isRoot: boolean;
  /** Runs a command; true where it ended well. */
  readonly command: (program: string, ...words: readonly string[]) => boolean;
}

const machine: BrowserSearch = {
  environment: process.env,
  runnable(file) {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
  isRoot: process.getuid?.() === 0,
  command(program, ...words) {
    console.error(`$ ${program} ${words.join(' ')}`);
    return spawnSync(program, words, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  },
};

/**
 * The program of a Chromium: what CHROMIUM_PATH names, else the first on PATH, else Debian's, installed here and now
 * where that is allowed (root, with apt-get).
 *
 * @throws Error with the remedy when there is none.
 */
export function findChromium(search: BrowserSearch = machine): string {
  const { environment, runnable } = search;
  const named = environment['CHROMIUM_PATH'];
  if (named) {
    if (runnable(named)) return named;
    throw new Error(`CHROMIUM_PATH is "${named}", which is no program that can be run here. ${REMEDY}`);
  }
  const found = onPath(search, NAMES) ?? installed(search);
  if (found) return found;
  throw new Error(`no Chromium on PATH (looked for ${NAMES.join(', ')}) and none could be installed here. ${REMEDY}`);
}

function onPath({ environment, runnable }: BrowserSearch, names: readonly string[]): string | undefined {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(runnable);
}

function installed(search: BrowserSearch): string | undefined {
  const apt = onPath(search, ['apt-get']);
  if (!search.isRoot || !apt) return undefined;
  // The lists may be absent or old: they are fetched only when the installation needs it.
  const install = (): boolean => search.command(apt, 'install', '--yes', '--no-install-recommends', 'chromium');
  if (!install() && !(search.command(apt, 'update') && install())) return undefined;
  return onPath(search, NAMES);
}
