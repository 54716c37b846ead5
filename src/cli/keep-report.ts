import type { CliIo } from './cli-io.js';
import { errorText } from './error-text.js';
import { paintFor } from './paint.js';
import { warningTo } from './warning-to.js';

/**
 * Writes the report of a run or a comparison that is over. One that cannot be written is no reason to lose what it is of: a
 * warning says so.
 *
 * @param write Writes the report of what is in a folder and says where.
 * @returns Path of the report; undefined when there is none.
 */
export async function keepReport(
  folder: string,
  write: (folder: string, warn: (warning: string) => void) => Promise<string>,
  io: CliIo,
): Promise<string | undefined> {
  try {
    return await write(folder, warningTo(io));
  } catch (error) {
    warningTo(io)('everything is kept, but there is no report');
    io.stderr.write(errorText(error, paintFor(io.stderr, io.env)));
    return undefined;
  }
}
