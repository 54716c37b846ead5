import type { CliIo } from './cli-io.js';
import { paintFor } from './paint.js';

/** Tells warnings on stderr, a line each. */
export function warningTo({ stderr, env }: CliIo): (warning: string) => void {
  return (warning) => void stderr.write(`${paintFor(stderr, env)('bold', 'warning')}: ${warning}\n`);
}
