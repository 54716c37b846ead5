import type { CliIo } from './cli-io.js';
import { errorText } from './error-text.js';
import { paintFor } from './paint.js';

/**
 * Writes the report of a run or a comparison that is over. One that cannot be written is no reason to lose what it is of: a
 * warning says so.
 *
 * @param write Writes the report of what is in a folder and says where.
 * @returns Path of the report; undefined when there is none.
 */
export async function keepReport(
  folder: string,
  write: (folder: string) => Promise<string>,
  { stderr, env }: CliIo,
): Promise<string | undefined> {
  try {
    return await write(folder);
  } catch (error) {
    const paint = paintFor(stderr, env);
    stderr.write(`${paint('bold', 'warning')}: everything is kept, but there is no report\n${errorText(error, paint)}`);
    return undefined;
  }
}
