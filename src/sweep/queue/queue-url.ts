import { HeavisideError } from '../../core/heaviside-error.js';

/** Where a Redis server is. */
export interface QueueUrl {
  /** As its clients take it, with user and password. */
  readonly address: string;
  /** As people may see it, without them. */
  readonly shown: string;
}

const SCHEMES = ['redis:', 'rediss:'];
const FORM = 'redis://[[user]:password@]host[:port][/number], or rediss:// for an encrypted connection';
const SCHEME = 'Begin the address with redis://, or with rediss:// where Redis speaks TLS: redis://localhost:6379.';
const SIGNS = 'Signs of a password that an address does not allow are written as %40 (@), %2F (/), %3A (:), %23 (#).';

/** Whatever stands where a password would is left out. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/.*@/s, '//');
}

/**
 * Reads the address of a Redis server.
 *
 * @throws HeavisideError `HV_QUEUE_URL`, kind `usage`. No message shows a password.
 */
export function parseQueueUrl(text: string): QueueUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const known = url && SCHEMES.includes(url.protocol) && url.hostname !== '' && /^(\/\d*)?$/.test(url.pathname);
  if (known && url.search === '' && url.hash === '') return { address: text, shown: withoutLogin(text) };
  const shown = withoutLogin(text);
  const remedy = /^rediss?:\/\//i.test(text) ? SIGNS : SCHEME;
  throw new HeavisideError('HV_QUEUE_URL', 'usage', `the address of the queue: expected ${FORM}, got "${shown}"`, {
    remedy,
    facts: { queue: shown },
  });
}
