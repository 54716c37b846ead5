import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';

/** What finding a program looks at and does; the machine's own unless a test says otherwise. */
export interface ProgramSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runnable: (file: string) => boolean;
  readonly isRoot: boolean;
  /** Runs a command in a folder; true where it ended well. */
  readonly command: (folder: string, program: string, ...words: readonly string[]) => boolean;
}

export const machine: ProgramSearch = {
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
  command(folder, program, ...words) {
    console.error(`$ ${program} ${words.join(' ')}`);
    mkdirSync(folder, { recursive: true });
    return spawnSync(program, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  },
};

type Place = Pick<ProgramSearch, 'environment' | 'runnable'>;

/** The first of some programs that is on PATH. */
export function onPath({ environment, runnable }: Place, ...names: readonly string[]): string | undefined {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(runnable);
}

/**
 * The program that a variable of the environment names; undefined where it names none.
 *
 * @throws Error with the remedy when what it names cannot be run.
 */
export function namedProgram({ environment, runnable }: Place, variable: string, remedy: string): string | undefined {
  const named = environment[variable];
  if (!named || runnable(named)) return named || undefined;
  throw new Error(`${variable} is "${named}", which is no program that can be run here. ${remedy}`);
}

/** Lets Debian's apt-get install a package, patient with whoever installs something else; true where it ended well. */
export function aptInstalled({ command }: Pick<ProgramSearch, 'command'>, apt: string, name: string): boolean {
  const patient = ['-o', 'DPkg::Lock::Timeout=300'];
  const install = () => command('.', apt, ...patient, 'install', '--yes', '--no-install-recommends', name);
  // The lists may be absent or old: they are fetched only when the installation needs it.
  return install() || (command('.', apt, ...patient, 'update') && install());
}
