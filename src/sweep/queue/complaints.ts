import type { RedisLink } from './redis-link.js';

/** How an error says that a connection broke. */
const BROKEN = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EAI_)/;

function isBrokenConnection({ code = '', message }: NodeJS.ErrnoException): boolean {
  return BROKEN.test(code) || message === 'Connection is closed.';
}

/**
 * Tells what a part of the queue complains of; not that a connection broke, of which the link tells, sooner or later.
 *
 * @param isOver Whether nobody wants to hear any more.
 */
export function complaints(
  link: Pick<RedisLink, 'isAway'>,
  tell: (line: string) => void,
  isOver: () => boolean,
): (error: Error) => void {
  return (error) => {
    if (!link.isAway() && !isOver() && !isBrokenConnection(error)) tell(`queue: ${error.message}`);
  };
}
