import { addSnapshots, readAllSnapshots, type StoredDigests, snapshotsOf } from '../record/snapshots-file.js';
import { digestsOf } from '../run/expectations/digest-outcome.js';
import type { Snapshots } from '../run/expectations/snapshot-key.js';
import { SNAPSHOT } from '../scenario/expectations/compile-expectation.js';
import { renamedSnapshotsRun } from '../scenario/overrides/snapshots-run.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Summary } from '../streams/to-summary.js';

/** What the digests of a run are held against, and where it keeps them. In its manifest: a run that goes on has the same. */
export interface RunSnapshots {
  /** Absolute path of the file in which the run keeps them; absent: it keeps none, they are for whoever asked for it. */
  readonly file?: string | undefined;
  /** The run in it, see `snapshotsRun`. */
  readonly run: string;
  readonly known: Snapshots;
}

/** Whether a scenario holds anything against what an earlier run had. */
export function hasSnapshots({ expect }: Pick<Scenario, 'expect'>): boolean {
  return expect.some(({ equals }) => equals === SNAPSHOT);
}

/**
 * What the digests of a run are held against; undefined for a scenario without any.
 *
 * @param path Of the snapshots of the scenario file.
 * @param run  See `snapshotsRun`.
 * @throws HeavisideError HV_SNAPSHOTS when the file is there and is something else.
 */
export async function heldAgainst(scenario: Scenario, path: string, run: string): Promise<StoredDigests | undefined> {
  return hasSnapshots(scenario) ? snapshotsOf(await readAllSnapshots(path, renamedSnapshotsRun), run) : undefined;
}

/**
 * Keeps the digests of a run as its snapshots, beside those of other runs and backends.
 *
 * @returns How many the run had.
 * @throws HeavisideError HV_SNAPSHOTS.
 */
export async function updateSnapshots(
  { file, run }: { readonly file: string; readonly run: string },
  { expect, backend }: Summary,
): Promise<number> {
  const digests = digestsOf(expect, backend);
  const count = Object.keys(digests).length;
  if (count > 0) await addSnapshots(file, { [run]: digests }, renamedSnapshotsRun);
  return count;
}
