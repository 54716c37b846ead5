import { readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

import { HeavisideError } from '../core/heaviside-error.js';
import { createFile } from './create-file.js';
import { folderError } from './folder-error.js';

/** The right to write into a run's folder. */
export interface RunLock {
  /** Gives it back. */
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as its system tells; tells a process from a later one with its number. Else ''. */
  readonly started: string;
}

async function processStart(pid: number): Promise<string> {
  // Linux: field 22, counted from behind the name, which may hold spaces and brackets.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** True when the owner cannot come back: its process on this machine has ended. */
async function isDead({ pid, host, started }: Owner): Promise<boolean> {
  if (host !== hostname()) return false;
  return !exists(pid) || (await processStart(pid)) !== started;
}

async function contentOf(lock: string): Promise<string> {
  return readFile(lock, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw cause;
  });
}

function ownerOf(content: string): Owner | undefined {
  try {
    const { pid, host, started } = JSON.parse(content) as Partial<Owner>;
    return Number.isSafeInteger(pid) && pid! > 0 && typeof host === 'string'
      ? { pid: pid!, host, started: String(started ?? '') }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Takes a dead owner's lock out of the way, and puts it back when meanwhile it was somebody else's. */
async function remove(lock: string, content: string): Promise<void> {
  const aside = `${lock}.${process.pid}`;
  try {
    await rename(lock, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  if ((await contentOf(aside)) === content) await rm(aside, { force: true });
  else await rename(aside, lock);
}

function locked(path: string, lock: string, owner: Owner | undefined): HeavisideError {
  const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
  const message = `${path} is being written by another run of this scenario and seed: ${who} holds ${lock}`;
  const remedy = `wait until it has ended, or choose another folder with --out DIR; if it is gone, remove ${lock}`;
  const facts = { path, lock, ...(owner === undefined ? {} : { pid: owner.pid, host: owner.host }) };
  return new HeavisideError('HV_RUN_LOCKED', 'machine', message, { remedy, facts });
}

/** The lock of a folder as whoever waits for it sees it. */
export interface SeenLock {
  readonly content: string;
  /** For people. */
  readonly owner: string;
  /** Its process belongs to another machine: only the lock itself tells whether it lives. */
  readonly elsewhere: boolean;
  /** When it was made or last renewed, by the clock of whoever keeps the file; only good to be compared with itself. */
  readonly renewed: number;
}

/** Looks at the lock of a folder. @returns undefined when there is none, or none that can be read. */
export async function readLock(path: string): Promise<SeenLock | undefined> {
  const lock = `${path}.lock`;
  const content = await contentOf(lock);
  const owner = ownerOf(content);
  const renewed = await stat(lock).catch(() => undefined);
  if (!owner || !renewed) return undefined;
  const who = `process ${owner.pid} on ${owner.host}`;
  return { content, owner: who, elsewhere: owner.host !== hostname(), renewed: renewed.mtimeMs };
}

/** Takes away the lock of a folder whose owner is lost, unless it is another one by now. */
export async function takeLostLock(path: string, content: string): Promise<void> {
  const lock = `${path}.lock`;
  await remove(lock, content).catch((cause: unknown) => {
    throw folderError('cannot remove', lock, cause);
  });
}

/** An owner shows by the time of its lock that it lives. */
const RENEWED_MS = 10_000;

function keepRenewing(lock: string, own: string): NodeJS.Timeout {
  const renew = async () => {
    const now = new Date();
    if ((await contentOf(lock)) === own) await utimes(lock, now, now);
  };
  // One that cannot be renewed for a moment is renewed the next time.
  return setInterval(() => void renew().catch(() => undefined), RENEWED_MS).unref();
}

const TURNS = 10;
const PAUSE_MS = 20;

/**
 * Takes the lock of a run's folder: the file `<path>.lock`, which names process and machine, and renews its time while it
 * is held. The lock of a process of this machine that has ended is taken over; no other is touched here.
 *
 * @param path The folder; its parent exists.
 * @throws HeavisideError `HV_RUN_LOCKED`, kind `machine`, naming path and process, when another run holds it;
 *   `HV_RUN_FOLDER` when the file cannot be made.
 */
export async function lockRun(path: string): Promise<RunLock> {
  const lock = `${path}.lock`;
  const explain = (cause: unknown): never => {
    throw folderError('cannot write', lock, cause);
  };
  const self: Owner = { pid: process.pid, host: hostname(), started: await processStart(process.pid) };
  const own = `${JSON.stringify(self)}\n`;
  let owner: Owner | undefined;
  for (let turn = 0; turn < TURNS; turn++) {
    if (await createFile(lock, own).catch(explain)) {
      // One that stands there for another by now is not ours to remove.
      const renewing = keepRenewing(lock, own);
      const release = async () => {
        clearInterval(renewing);
        if ((await contentOf(lock)) === own) await rm(lock, { force: true });
      };
      return { release: () => release().catch(explain) };
    }
    const content = await contentOf(lock).catch(explain);
    owner = ownerOf(content);
    if (owner !== undefined && !(await isDead(owner))) break;
    if (owner !== undefined) await remove(lock, content).catch(explain);
    // Nothing to read: its owner is just writing it, or has just gone.
    else await pause(PAUSE_MS);
  }
  throw locked(path, lock, owner);
}
