import { HeavisideError } from '../../core/heaviside-error.js';
import type { QueueUrl } from './queue-url.js';

/** The port that a server has unless told. */
const PORT = '6379';

/** How a server comes to listen at this address. */
function startText(shown: string): string {
  const port = new URL(shown).port || PORT;
  const listen = port === PORT ? '' : ` --port ${port}`;
  const own = `apt-get install redis-server && redis-server${listen} --appendonly yes`;
  const contained = `docker run -p ${port}:${PORT} redis:7 redis-server --appendonly yes`;
  return `Start it: ${own}, or in a container: ${contained}; or name another with --queue redis://host:port.`;
}

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
  const remedy = startText(shown);
  return new HeavisideError('HV_QUEUE_REDIS', 'machine', message, { remedy, facts: { queue: shown }, cause });
}
