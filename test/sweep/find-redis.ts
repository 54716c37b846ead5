import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const NAME = 'redis-server';
/** Debian's program, the library it shares with its tools, and those that a small system lacks. */
const PACKAGES = ['redis-server', 'redis-tools', 'libatomic1', 'libjemalloc2', 'liblzf1'];
const REMEDY =
  'Install it (Debian: apt-get install redis-server), or set REDIS_SERVER_PATH to the program of a Redis server.';

/** A program, and the folder of the libraries that it needs besides those of the system. */
export interface RedisProgram {
  readonly program: string;
  readonly libraries?: string;
}

/** What finding a server looks at and does; the machine's own unless a test says otherwise. */
export interface RedisSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runnable: (file: string) => boolean;
  readonly isRoot: boolean;
  /** Folder for what is unpacked without installing it. */
  readonly cache: string;
  /** Runs a command in a folder; true where it ended well. */
  readonly command: (folder: string, program: string, ...words: readonly string[]) => boolean;
  /** Names of the files of a folder; none where there is no folder. */
  readonly list: (folder: string) => readonly string[];
}

const machine: RedisSearch = {
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
  cache: path.join(tmpdir(), `heaviside-redis-${process.getuid?.() ?? 0}`),
  command(folder, program, ...words) {
    console.error(`$ ${program} ${words.join(' ')}`);
    mkdirSync(folder, { recursive: true });
    return spawnSync(program, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  },
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
};

/**
 * The program of a Redis server: what REDIS_SERVER_PATH names, else the first on PATH, else Debian's: installed here and
 * now by root, unpacked into a temporary folder by others.
 *
 * @throws Error with the remedy when there is none.
 */
export function findRedis(search: RedisSearch = machine): RedisProgram {
  const { environment, runnable } = search;
  const named = environment['REDIS_SERVER_PATH'];
  if (named) {
    if (runnable(named)) return { program: named };
    throw new Error(`REDIS_SERVER_PATH is "${named}", which is no program that can be run here. ${REMEDY}`);
  }
  const found = onPath(search, NAME);
  if (found) return { program: found };
  const apt = onPath(search, 'apt-get');
  const made = apt && (search.isRoot ? installed(search, apt) : unpacked(search, apt));
  if (made) return made;
  throw new Error(`no ${NAME} on PATH and none could be installed here. ${REMEDY}`);
}

function onPath({ environment, runnable }: RedisSearch, name: string): string | undefined {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(runnable);
}

function installed(search: RedisSearch, apt: string): RedisProgram | undefined {
  // Other tests may be installing a browser at the same time.
  const patient = ['-o', 'DPkg::Lock::Timeout=300'];
  const install = () => search.command('.', apt, ...patient, 'install', '--yes', '--no-install-recommends', NAME);
  // The lists may be absent or old: they are fetched only when the installation needs it.
  if (!install() && !(search.command('.', apt, ...patient, 'update') && install())) return undefined;
  const program = onPath(search, NAME);
  return program === undefined ? undefined : { program };
}

function unpacked(search: RedisSearch, apt: string): RedisProgram | undefined {
  const { cache, runnable, command, list } = search;
  const program = path.join(cache, 'usr/bin', NAME);
  if (!runnable(program)) {
    const dpkg = onPath(search, 'dpkg-deb');
    if (!dpkg || !command(cache, apt, 'download', ...PACKAGES)) return undefined;
    const archives = list(cache).filter((name) => name.endsWith('.deb'));
    if (!archives.every((archive) => command(cache, dpkg, '--extract', archive, cache))) return undefined;
    if (!runnable(program)) return undefined;
  }
  const [family] = list(path.join(cache, 'usr/lib')).filter((name) => name.includes('-linux-'));
  return family === undefined ? { program } : { program, libraries: path.join(cache, 'usr/lib', family) };
}
