import { againstSnapshots } from '../against-snapshots.js';
import type { RunFailure } from '../finished-run.js';
import { type EndedJob, RunsStopped } from '../job-pool.js';
import type { JobPlace } from '../run-job.js';
import { runPoint } from '../run-point.js';
import type { EndedProcess, StartRun } from '../start-run.js';
import { readMark } from './folder-mark.js';
import type { CheckedOrder } from './run-order.js';
import { packRun } from './run-parcel.js';

/** What a worker has made of an order. */
export interface PlayedOrder {
  /** Its digests are held against the snapshots of the order. */
  readonly outcome: EndedJob;
  /** Whoever asked sees the run's folder: it is the worker's own. */
  readonly shared: boolean;
  /** The files of the run, where they have to be sent. */
  readonly parcel?: Buffer;
}

/** A run that failed; `lasting`: a repetition would fail the same way. */
export class RunFailed extends Error {
  readonly failure: RunFailure;
  readonly lasting: boolean;

  constructor(failure: RunFailure, lasting: boolean) {
    super(`${failure.code}: ${failure.message}`);
    this.failure = failure;
    this.lasting = lasting;
  }
}

/** Exit status of a run whose scenario or arguments are wrong. */
const USAGE = 2;

/** Whatever is wrong with the scenario, or with the backends of this machine, stays wrong. */
function isLasting(
  ended: EndedProcess | undefined,
  { backend, failure }: Extract<EndedJob, { kind: 'failed' }>,
): boolean {
  return backend === undefined || ended?.status === USAGE || failure.code.startsWith('HV_BACKEND_');
}

/**
 * Plays what a job asks for.
 *
 * @throws RunFailed when the run did not come to its end for another reason than itself (one that diverged has ended);
 *   RunsStopped when it was told to stop; HeavisideError of `runPoint`, `HV_QUEUE_PARCEL`.
 */
export async function playOrder({ order, scenario }: CheckedOrder, place: JobPlace): Promise<PlayedOrder> {
  let last: EndedProcess | undefined;
  const start: StartRun = async (request, signal) => {
    last = await place.start(request, signal);
    return last;
  };
  const played = await runPoint(scenario, order.backend, {
    ...place,
    start,
    fresh: order.fresh,
    snapshots: order.snapshots,
  });
  if (played.kind === 'stopped') throw new RunsStopped();
  // One that was finished earlier says what it was held against then.
  const outcome = againstSnapshots(played, order.snapshots);
  if (outcome.kind === 'failed' && outcome.failure.code !== 'HV_NON_FINITE')
    throw new RunFailed(outcome.failure, isLasting(last, outcome));
  const shared = order.mark !== '' && order.mark === (await readMark(place.out));
  return { outcome, shared, ...(shared && !order.send ? {} : { parcel: await packRun(outcome.folder) }) };
}
