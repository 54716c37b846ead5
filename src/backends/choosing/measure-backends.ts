import { HeavisideError } from '../../core/heaviside-error.js';
import type { Backend, OpenRequest, Session } from '../backend.js';
import { reasonOf } from './ask-backend.js';
import type { MeasuredBackend, SkippedBackend } from './chosen-backend.js';
import { softwareAdapter } from './stored-table.js';
import type { Trial } from './trial.js';

/** How a comparison goes. */
export interface Measuring {
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
  /** Ends the comparison early. */
  readonly signal?: AbortSignal | undefined;
}

export interface Comparison {
  /** In the order of the backends; those left out are missing, and all of them where fewer than two were left. */
  readonly measured: readonly MeasuredBackend[];
  readonly leftOut: readonly SkippedBackend[];
  /** Whether a step failed for a reason that is not the device's, such as diverging. */
  readonly networkFailed: boolean;
}

interface Lane {
  readonly name: string;
  readonly session: Session;
  readonly times: number[];
}

/** A comparison takes about so long at most; one round always takes place. */
const BUDGET_MS = 1500;
const ROUNDS = 9;
/** One that is so much slower than the best is not timed again. */
const HOPELESS = 4;

/**
 * Times training steps of one network on several backends: one step each to warm up (kernels are compiled then), then
 * rounds in which each takes a step in turn, so that a busy machine disturbs all of them alike.
 *
 * @param request Opened once on each; closed again. A backend that fails is left out, with its reason.
 */
export async function measureBackends(
  backends: readonly Backend[],
  request: OpenRequest,
  trial: Trial,
  { clock, signal }: Measuring,
): Promise<Comparison> {
  const start = clock();
  const leftOut: SkippedBackend[] = [];
  let networkFailed = false;
  let lanes: readonly Lane[] = [];
  const leave = async ({ name, session }: Lane, reason: string, because: SkippedBackend['because']): Promise<void> => {
    leftOut.push({ name, because, reason });
    lanes = lanes.filter((lane) => lane.name !== name);
    await session.close().catch(() => undefined);
  };
  /** Takes a step and returns its milliseconds, or undefined when it failed. */
  const timed = async (lane: Lane): Promise<number | undefined> => {
    const before = clock();
    try {
      await trial.step(lane.session);
      return clock() - before;
    } catch (error) {
      if (error instanceof HeavisideError && error.kind !== 'machine') networkFailed = true;
      await leave(lane, `its trial failed: ${reasonOf(error)}`, 'failed');
      return undefined;
    }
  };
  try {
    for (const backend of backends) {
      if (signal?.aborted) break;
      const lane = await open(backend, request, leftOut);
      if (!lane) continue;
      lanes = [...lanes, lane];
      const software = softwareAdapter(lane.session.device);
      if (software === undefined) await timed(lane);
      else await leave(lane, software, 'table');
    }
    for (let round = 0; round < ROUNDS && lanes.length > 1 && !signal?.aborted; round++) {
      if (round > 0 && clock() - start > BUDGET_MS) break;
      const best = Math.min(...lanes.map(({ times }) => median(times)));
      for (const lane of lanes) {
        if (round > 0 && median(lane.times) > HOPELESS * best) continue;
        const time = await timed(lane);
        if (time !== undefined) lane.times.push(time);
      }
    }
  } finally {
    for (const { session } of lanes) await session.close().catch(() => undefined);
  }
  const measured = lanes
    .filter(({ times }) => times.length > 0)
    .map(({ name, times }) => ({ name, seconds: median(times) / 1000 }));
  return { measured, leftOut, networkFailed };
}

async function open(backend: Backend, request: OpenRequest, leftOut: SkippedBackend[]): Promise<Lane | undefined> {
  try {
    return { name: backend.name, session: await backend.open(request), times: [] };
  } catch (error) {
    leftOut.push({ name: backend.name, because: 'failed', reason: `cannot be opened: ${reasonOf(error)}` });
    return undefined;
  }
}

/** The middle of the numbers; of an even count the mean of the two in the middle; NaN of none. */
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
