import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';

import { HeavisideError } from '../../core/heaviside-error.js';
import { type RunOutcome, readRunOutcome } from '../finished-run.js';
import { parcelKey } from './queue-names.js';
import { receiveRun } from './receive-run.js';
import type { RunAnswer } from './run-answer.js';
import type { Ticket } from './tickets.js';

/** A folder that machines share may show a file later to one than to another. */
const TURNS = 10;
const PAUSE_MS = 300;

/** A parcel that is damaged is none; another run may be writing into the folder. */
const ANEW: readonly string[] = ['HV_QUEUE_PARCEL'];

/** What is needed to get at the result of a job. */
export interface Collection {
  readonly redis: Redis;
  readonly version: string;
  /** Do not take a run that was there before for the one that was asked for. */
  readonly fresh: boolean;
}

async function receive({ id, folder, text }: Ticket, { redis, version }: Collection): Promise<void> {
  const parcel = await redis.getBuffer(parcelKey(version, id));
  if (!parcel) return;
  await receiveRun(folder, parcel, text).catch((error: unknown) => {
    if (!(error instanceof HeavisideError && ANEW.includes(error.code))) throw error;
  });
}

/**
 * Gets a run that a worker has played: from the folder that both see, or from the queue.
 *
 * @returns undefined when it is in neither.
 * @throws HeavisideError `HV_RUN_FOLDER`; `HV_RUN_LOCKED` while another run writes there; `HV_RUN_SUMMARY`.
 */
export async function collectRun(
  ticket: Ticket,
  { backend, sent }: RunAnswer,
  collection: Collection,
): Promise<RunOutcome | undefined> {
  const there = await readRunOutcome(ticket.folder, backend);
  if (sent) {
    if (there && !collection.fresh) return there;
    await receive(ticket, collection);
    return readRunOutcome(ticket.folder, backend);
  }
  let outcome = there;
  for (let turn = 0; !outcome && turn < TURNS; turn++) {
    await pause(PAUSE_MS);
    outcome = await readRunOutcome(ticket.folder, backend);
  }
  return outcome;
}
