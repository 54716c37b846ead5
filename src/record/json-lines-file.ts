import { open } from 'node:fs/promises';

import { folderError } from './folder-error.js';
import { jsonText } from './json-text.js';

/** A file with one JSON document a line, open for appending. */
export interface JsonLinesFile {
  /** Appends one line for each value, in one write. */
  append(values: readonly object[]): Promise<void>;
  /** Puts everything on the disk and lets go of the file. */
  close(): Promise<void>;
}

/**
 * Opens a new file of JSON lines.
 *
 * @throws HeavisideError `HV_RUN_FOLDER`, kind `machine`, naming path and reason; so do `append` and `close`.
 */
export async function openJsonLinesFile(path: string): Promise<JsonLinesFile> {
  const explain = (cause: unknown): never => {
    throw folderError('cannot write', path, cause);
  };
  const file = await open(path, 'a').catch(explain);
  return {
    append: (values) => file.appendFile(values.map((value) => `${jsonText(value)}\n`).join('')).catch(explain),
    async close() {
      const synced = await Promise.allSettled([file.sync()]);
      const closed = await Promise.allSettled([file.close()]);
      // A pipe or a device has nothing to sync.
      for (const end of [...synced, ...closed])
        if (end.status === 'rejected' && (end.reason as NodeJS.ErrnoException).code !== 'EINVAL') explain(end.reason);
    },
  };
}
