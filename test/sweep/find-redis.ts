import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { aptInstalled, machine, namedProgram, onPath, type ProgramSearch } from '../find-program.js';

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
export interface RedisSearch extends ProgramSearch {
  /** Folder for what is unpacked without installing it. */
  readonly cache: string;
  /** Names of the files of a folder; none where there is no folder. */
  readonly list: (folder: string) => readonly string[];
}

const here: RedisSearch = {
  ...machine,
  cache: path.join(tmpdir(), `heaviside-redis-${process.getuid?.() ?? 0}`),
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
};

/**
 * The program of a Redis server: what REDIS_SERVER_PATH names, else the first on PATH, else Debian's: installed here and
 * now by root, unpacked into a temporary folder by others.
 *
 * @throws Error with the remedy when there is none.
 */
export function findRedis(search: RedisSearch = here): RedisProgram {
  const found = namedProgram(search, 'REDIS_SERVER_PATH', REMEDY) ?? onPath(search, NAME);
  if (found) return { program: found };
  const apt = onPath(search, 'apt-get');
  const made = apt && (search.isRoot ? installed(search, apt) : unpacked(search, apt));
  if (made) return made;
  throw new Error(`no ${NAME} on PATH and none could be installed here. ${REMEDY}`);
}

function installed(search: RedisSearch, apt: string): RedisProgram | undefined {
  const program = aptInstalled(search, apt, NAME) ? onPath(search, NAME) : undefined;
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
