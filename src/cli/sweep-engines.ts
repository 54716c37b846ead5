import { HeavisideError } from '../core/heaviside-error.js';
import type { SweepPoint } from '../scenario/sweep.js';
import { type LocalEngineOptions, localEngine } from '../sweep/local-engine.js';
import { checkQueue } from '../sweep/queue/check-queue.js';
import { queueEngine } from '../sweep/queue/queue-engine.js';
import { parseQueueUrl } from '../sweep/queue/queue-url.js';
import { scenarioBackend } from '../sweep/rule-backend.js';
import type { SweepEngine } from '../sweep/sweep-engine.js';

/** What an engine is made for. */
interface SweepPlace extends LocalEngineOptions {
  /** Tells people something, unless they want quiet. */
  readonly tell: (line: string) => void;
}

/**
 * Makes the engine that plays the points of a sweep.
 *
 * @throws HeavisideError for whatever keeps every run from starting; nothing has been made by then.
 */
export type MakeSweepEngine = (points: readonly SweepPoint[], place: SweepPlace) => Promise<SweepEngine>;

/** Processes of this machine. */
const localSweep: MakeSweepEngine = async (points, { backend, ...place }) => {
  await scenarioBackend(points[0]!.scenario, backend);
  return localEngine({ ...place, backend });
};

/** Workers that serve a queue, on this machine or others. */
function queueSweep(address: string): MakeSweepEngine {
  const queue = parseQueueUrl(address);
  return async (points, { out, backend, fresh, signal, tell }) => {
    await checkQueue(points, { queue, out, backend, fresh });
    return queueEngine({ queue, out, backend, fresh, signal, tell });
  };
}

/**
 * The engine that the options of a sweep ask for.
 *
 * @throws HeavisideError HV_ARGUMENTS, HV_QUEUE_URL.
 */
export function chosenEngine({ queue, jobs }: { readonly queue?: string; readonly jobs?: number }): MakeSweepEngine {
  if (queue === undefined) return localSweep;
  if (jobs === undefined) return queueSweep(queue);
  throw new HeavisideError('HV_ARGUMENTS', 'usage', '--jobs: with --queue every worker has its own', {
    remedy: 'Leave it out here and give it to heaviside worker.',
  });
}
