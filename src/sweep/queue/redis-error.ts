import { HeavisideError } from '../../core/heaviside-error.js';
import type { QueueUrl } from './queue-url.js';

const START =
  'Start it: apt-get install redis-server && redis-server --appendonly yes, or in a container: docker run -p 6379:6379 redis:7 redis-server --appendonly yes; or name another with --queue redis://host:port.';

/** Causes that an error of a connection names by a code only. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no machine has this name',
  EHOSTUNREACH: 'no way leads to the machine',
  ETIMEDOUT: 'no answer in time',
};

function reasonOf(cause: unknown): string {
  const { code = '', message = '' } = cause as Partial<NodeJS.ErrnoException>;
  const said = message === '' ? String(cause) : message;
  return REASONS[code] === undefined ? said : `${REASONS[code]} (${code})`;
}

/**
 * The error for a Redis server that is not there, or does not let us in.
 *
 * @returns `HV_QUEUE_REDIS`, kind `machine`.
 */
export function redisError({ shown }: QueueUrl, cause: unknown, what = 'does not answer'): HeavisideError {
  const message = `Redis at ${shown} ${what}: ${reasonOf(cause)}`;
  return new HeavisideError('HV_QUEUE_REDIS', 'machine', message, { remedy: START, facts: { queue: shown }, cause });
}
