import {
  addSnapshots,
  readAllSnapshots,
  refuseUnwritable,
  type StoredDigests,
  snapshotsOf,
  snapshotsPath,
} from '../record/snapshots-file.js';
import { digestsOf } from '../run/expectations/digest-outcome.js';
import { renamedSnapshotsRun, snapshotsRun } from '../scenario/overrides/snapshots-run.js';
import type { SweepPoint } from '../scenario/sweep.js';
import type { EndedJob } from '../sweep/job-pool.js';
import type { PlayedPoint } from '../sweep/sweep-engine.js';
import { hasSnapshots } from './run-snapshots.js';

/** The snapshots of the runs of a sweep, in the file in which those of single runs are. */
export interface SweepSnapshots {
  /** Absolute path of the file. */
  readonly file: string;
  /** Whether what digests come to is kept, instead of being held against what is kept. */
  readonly updates: boolean;
  /** The points, each with what its digests are held against. */
  readonly points: readonly PlayedPoint[];
  /**
   * Keeps the digests of finished runs, see `addSnapshots`.
   *
   * @param outcomes One a point, in their order.
   * @returns How many there were.
   */
  keep(outcomes: readonly EndedJob[]): Promise<number>;
}

/** A point is the run that its values make as overrides, behind those of the command line. */
function runOf({ scenario, settings }: SweepPoint, overrides: readonly string[]): string {
  const own = Object.entries(settings).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return snapshotsRun(scenario.seed, [...overrides, ...own]);
}

/**
 * Finds the snapshots of the points of a sweep.
 *
 * @param file Path of the scenario file, beside which they are.
 * @throws HeavisideError HV_SNAPSHOTS when they cannot be read, or could not be kept.
 */
export async function sweepSnapshots(
  file: string,
  overrides: readonly string[],
  points: readonly SweepPoint[],
  updates: boolean,
): Promise<SweepSnapshots> {
  const path = snapshotsPath(file);
  if (updates) await refuseUnwritable(path);
  // Also where they are only added to: what cannot be read could not be kept in the end either.
  const isHeld = points.some(({ scenario }) => hasSnapshots(scenario));
  const all = isHeld ? await readAllSnapshots(path, renamedSnapshotsRun) : {};
  const played = points.map((point): PlayedPoint => {
    if (!hasSnapshots(point.scenario)) return point;
    return { ...point, snapshots: updates ? 'update' : snapshotsOf(all, runOf(point, overrides)) };
  });
  return {
    ...{ file: path, updates, points: played },
    async keep(outcomes) {
      const found = points.flatMap((point, n): (readonly [string, StoredDigests])[] => {
        const outcome = outcomes[n];
        if (outcome?.kind !== 'finished') return [];
        return [[runOf(point, overrides), digestsOf(outcome.run.held ?? [], outcome.backend ?? '')]];
      });
      const kept = found.filter(([, digests]) => Object.keys(digests).length > 0);
      if (kept.length > 0) await addSnapshots(path, Object.fromEntries(kept), renamedSnapshotsRun);
      return kept.reduce((count, [, digests]) => count + Object.keys(digests).length, 0);
    },
  };
}
