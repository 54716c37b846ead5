import { againstSnapshot, isDigest } from '../run/expectations/digest-outcome.js';
import type { Snapshots } from '../run/expectations/snapshot-key.js';
import type { EndedJob } from './job-pool.js';
import { foundOf } from './stored-run.js';

/**
 * Holds the digests of a finished run against the snapshots that there are now: it may have run when there were others, or none.
 *
 * @param known Omitted: the run has none, and is as it says itself.
 */
export function againstSnapshots(outcome: EndedJob, known: Snapshots | undefined): EndedJob {
  if (outcome.kind !== 'finished' || known === undefined || outcome.run.held === undefined) return outcome;
  const { unmet: _, held, ...run } = outcome.run;
  const { backend = '' } = outcome;
  const found = held.map((one) =>
    isDigest(one)
      ? { that: one.that, in: one.in, ...againstSnapshot(one.value, one, { known, backend }, 'sweep') }
      : one,
  );
  return { ...outcome, run: { ...run, ...foundOf(found) } };
}
