import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

import { HeavisideError } from '../core/heaviside-error.js';
import { writeAtomically } from './write-atomically.js';

const FORMAT = 'heaviside-snapshots-3';
/** It has the overrides of a run as somebody gave them. */
const AS_GIVEN = 'heaviside-snapshots-2';
const DIGESTS = z.record(z.string(), z.string().regex(/^[0-9a-f]{16}$/));
/** By the run, see `snapshotsRun` of the scenarios, then by what is digested and where. */
const FILE = z.object({ format: z.enum([FORMAT, AS_GIVEN]), runs: z.record(z.string(), DIGESTS) });

/** Digests of a run, by what is digested and where. */
export type StoredDigests = Readonly<z.infer<typeof DIGESTS>>;

type Runs = Readonly<Record<string, StoredDigests>>;

/** Gives a run of the earlier format its name of today. */
type RenameRun = (run: string) => string;

/** Path of the snapshots of a scenario file: beside it. */
export function snapshotsPath(file: string): string {
  return resolve(`${file}.snapshots.json`);
}

function unreadable(path: string, why: string, remedy: string, cause?: unknown): HeavisideError {
  return new HeavisideError('HV_SNAPSHOTS', 'usage', `cannot read ${path}: ${why}`, { remedy, facts: { path }, cause });
}

const ANEW = 'run the scenario with --update-snapshots.';

/**
 * Reads the snapshots of all runs of a scenario file; none when there is no such file.
 *
 * @param renamed Names the runs of the earlier format.
 * @throws HeavisideError HV_SNAPSHOTS when the file is there and is something else.
 */
export async function readAllSnapshots(path: string, renamed: RenameRun): Promise<Runs> {
  const back = `Take it back as it was, or delete it and ${ANEW}`;
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw unreadable(path, cause.message, back, cause);
  });
  if (text === undefined) return {};
  const wrong =
    'expected snapshots of runs by seed and overrides, each a map from names to digests of 16 hexadecimal digits';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, wrong, back, cause);
  }
  const read = FILE.safeParse(value);
  if (read.success) return read.data.format === FORMAT ? read.data.runs : underNewNames(read.data.runs, renamed);
  if (!DIGESTS.safeParse(value).success) throw unreadable(path, wrong, back);
  const why = 'an earlier Heaviside wrote it, which did not say of which seed and overrides its digests are';
  throw unreadable(path, why, `Delete it and ${ANEW}`);
}

/** Runs that differed in nothing but their spelling become one. */
function underNewNames(runs: Runs, renamed: RenameRun): Runs {
  const found: Record<string, StoredDigests> = {};
  for (const [run, digests] of Object.entries(runs)) {
    const name = renamed(run);
    found[name] = { ...found[name], ...digests };
  }
  return found;
}

/** Those of one run; none when the file has none of it yet. */
export function snapshotsOf(all: Runs, run: string): StoredDigests {
  return Object.hasOwn(all, run) ? all[run]! : {};
}

function unwritable(path: string, cause: unknown): HeavisideError {
  const message = `cannot keep snapshots in ${path}: ${(cause as Error).message}`;
  const remedy = 'Run the scenario from a folder that can be written to, with --update-snapshots.';
  return new HeavisideError('HV_SNAPSHOTS', 'machine', message, { remedy, facts: { path }, cause });
}

/** @throws HeavisideError HV_SNAPSHOTS, kind `machine`, when snapshots cannot be kept there, as far as it shows already. */
export async function refuseUnwritable(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK).catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
}

/**
 * Writes a file of snapshots that has these and no others.
 *
 * @throws HeavisideError HV_SNAPSHOTS, kind `machine`.
 */
export async function writeSnapshots(path: string, runs: Runs): Promise<void> {
  await writeAtomically(path, `${JSON.stringify({ format: FORMAT, runs }, null, 2)}\n`).catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
}

/**
 * Keeps digests of runs as their snapshots, beside those of other runs and backends.
 *
 * @param renamed See `readAllSnapshots`.
 * @throws HeavisideError HV_SNAPSHOTS.
 */
export async function addSnapshots(path: string, found: Runs, renamed: RenameRun): Promise<void> {
  const all = await readAllSnapshots(path, renamed);
  const changed = Object.entries(found).map(
    ([run, digests]) => [run, ordered({ ...snapshotsOf(all, run), ...digests })] as const,
  );
  await writeSnapshots(path, ordered({ ...all, ...Object.fromEntries(changed) }));
}

function ordered<T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
