import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

import { HeavisideError } from '../core/heaviside-error.js';
import { writeAtomically } from '../record/write-atomically.js';
import { type Snapshots, snapshotKey } from '../run/expectations/snapshot-key.js';
import { SNAPSHOT } from '../scenario/expectations/compile-expectation.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Summary } from '../streams/to-summary.js';

/** What the digests of a run are held against, and where that is kept. Part of its manifest: a run that goes on has the same. */
export interface RunSnapshots {
  /** Absolute path of the file. */
  readonly file: string;
  /** The run in it, see `snapshotsRun`. */
  readonly run: string;
  readonly known: Snapshots;
}

const FORMAT = 'heaviside-snapshots-2';
const DIGESTS = z.record(z.string(), z.string().regex(/^[0-9a-f]{16}$/));
/** By the run, then by `snapshotKey`. */
const FILE = z.object({ format: z.literal(FORMAT), runs: z.record(z.string(), DIGESTS) });

type Runs = Readonly<z.infer<typeof FILE>['runs']>;

/** Path of the snapshots of a scenario file: beside it. */
export function snapshotsPath(file: string): string {
  return resolve(`${file}.snapshots.json`);
}

/**
 * Tells runs of one scenario file apart: by seed and by overrides in the order in which they are given, for their order may
 * count. `seed=5 train.epochs=2`.
 */
export function snapshotsRun(seed: number, overrides: readonly string[]): string {
  return [`seed=${seed}`, ...overrides.filter((override) => !/^\s*seed\s*=/.test(override))].join(' ');
}

/** Whether a scenario holds anything against what an earlier run had. */
export function hasSnapshots({ expect }: Pick<Scenario, 'expect'>): boolean {
  return expect.some(({ equals }) => equals === SNAPSHOT);
}

function unreadable(path: string, why: string, remedy: string, cause?: unknown): HeavisideError {
  return new HeavisideError('HV_SNAPSHOTS', 'usage', `cannot read ${path}: ${why}`, { remedy, facts: { path }, cause });
}

const ANEW = 'run the scenario with --update-snapshots.';

async function readRuns(path: string): Promise<Runs> {
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
  if (read.success) return read.data.runs;
  if (!DIGESTS.safeParse(value).success) throw unreadable(path, wrong, back);
  const why = 'an earlier Heaviside wrote it, which did not say of which seed and overrides its digests are';
  throw unreadable(path, why, `Delete it and ${ANEW}`);
}

/**
 * Reads the snapshots of a run; none when its scenario file has none of it yet.
 *
 * @param path Of the snapshots of the scenario file.
 * @param run  See `snapshotsRun`.
 * @throws HeavisideError HV_SNAPSHOTS when the file is there and is something else.
 */
export async function readSnapshots(path: string, run: string): Promise<Readonly<Record<string, string>>> {
  const runs = await readRuns(path);
  return Object.hasOwn(runs, run) ? runs[run]! : {};
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
 * Keeps the digests of a run as its snapshots, beside those of other runs and backends.
 *
 * @returns How many the run had.
 * @throws HeavisideError HV_SNAPSHOTS.
 */
export async function updateSnapshots({ file, run }: RunSnapshots, { expect, backend }: Summary): Promise<number> {
  const found = expect.flatMap(({ that, in: phase, value }) =>
    typeof value === 'string' && phase !== undefined ? [[snapshotKey(phase, that, backend), value] as const] : [],
  );
  if (found.length === 0) return 0;
  const all = await readRuns(file);
  const before = Object.hasOwn(all, run) ? all[run] : {};
  const runs = ordered({ ...all, [run]: ordered({ ...before, ...Object.fromEntries(found) }) });
  await writeAtomically(file, `${JSON.stringify({ format: FORMAT, runs }, null, 2)}\n`).catch((cause: unknown) => {
    throw unwritable(file, cause);
  });
  return found.length;
}

function ordered<T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
