import { HeavisideError } from '../../core/heaviside-error.js';
import { planNetwork } from '../../core/network/plan-network.js';
import type { OpenRequest } from '../backend.js';
import { synapseVisits } from '../choosing/trial.js';
import type { ThreadHost } from './thread-host.js';

/**
 * Synapses (multiply-adds of a dense pass of one sample and step) that are worth a thread of their own. A training step
 * has 30 to 50 tasks, each with a barrier. Steps of 2 ms (64-200-10 and 784-100-10: 15,000 and 79,000 synapses) lost a
 * quarter of their speed with two threads on two busy cores; steps of 784-500-10 (397,000) lost up to a twelfth there.
 */
const SYNAPSES_A_THREAD = 100_000;

/** More threads than any machine that this is made for has cores. */
const MOST = 256;

/** How many threads a session gets, and why not more where more were worth having. */
export interface ThreadCount {
  readonly threads: number;
  readonly reason?: string;
}

/**
 * As many threads as were asked for; if none were, as many as the network is worth and the machine has.
 *
 * @throws HeavisideError HV_OPTION_RANGE (usage) for a number that cannot be; HV_THREADS_UNAVAILABLE (machine) when more
 *   than one was asked for and there is but one.
 */
export function threadCount({ threads, network }: OpenRequest, { cores, missing }: ThreadHost): ThreadCount {
  if (threads === undefined) {
    const worth = Math.floor(synapseVisits(planNetwork(network), 1, 1) / SYNAPSES_A_THREAD);
    if (worth > 1 && missing) return { threads: 1, reason: missing.reason };
    return { threads: Math.max(1, Math.min(worth, cores, MOST)) };
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST)
    throw new HeavisideError(
      'HV_OPTION_RANGE',
      'usage',
      `threads: expected a whole number from 1 to ${MOST}, got ${threads}`,
    );
  if (threads > 1 && missing) throw threadsUnavailable(threads, missing);
  return { threads };
}

/** What is thrown when more than one thread was asked for by name. */
function threadsUnavailable(
  threads: number,
  { reason, remedy }: { readonly reason: string; readonly remedy: string },
): HeavisideError {
  return new HeavisideError(
    'HV_THREADS_UNAVAILABLE',
    'machine',
    `the events backend was asked for ${threads} threads and has 1: ${reason}`,
    { remedy, facts: { threads } },
  );
}
