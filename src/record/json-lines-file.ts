import { open } from 'node:fs/promises';

import { folderError } from './folder-error.js';
import { jsonText } from './json-text.js';

/** A file with one JSON document a line, open for appending. */
export interface JsonLinesFile {
  /** Its length in bytes. */
  readonly length: number;
  /** Appends one line for each value, in one write. */
  append(values: readonly object[]): Promise<void>;
  /** Puts on the disk what was appended. */
  sync(): Promise<void>;
  /** Puts everything on the disk and lets go of the file. */
  close(): Promise<void>;
}

/** A pipe or a device has nothing to sync. */
function forgiven(cause: unknown): void {
  if ((cause as NodeJS.ErrnoException).code !== 'EINVAL') throw cause;
}

/**
 * Opens a file of JSON lines, a new one or one that is there.
 *
 * @param path In a folder that nobody else writes to.
 * @param keep So many bytes of what it holds stay; omitted: all.
 * @throws HeavisideError `HV_RUN_FOLDER`, kind `machine`, naming path and reason; so do its methods.
 */
export async function openJsonLinesFile(path: string, keep?: number): Promise<JsonLinesFile> {
  const explain = (cause: unknown): never => {
    throw folderError('cannot write', path, cause);
  };
  const file = await open(path, 'a').catch(explain);
  let length: number;
  try {
    if (keep !== undefined) await file.truncate(keep);
    length = (await file.stat()).size;
  } catch (cause) {
    await file.close().catch(() => undefined);
    return explain(cause);
  }
  let synced = length;
  return {
    get length() {
      return length;
    },
    async append(values) {
      const bytes = Buffer.from(values.map((value) => `${jsonText(value)}\n`).join(''));
      await file.appendFile(bytes).catch(explain);
      length += bytes.length;
    },
    async sync() {
      if (synced === length) return;
      const reached = length;
      await file.sync().catch(forgiven).catch(explain);
      synced = reached;
    },
    async close() {
      const ended = await Promise.allSettled([file.sync().catch(forgiven)]);
      ended.push(...(await Promise.allSettled([file.close()])));
      for (const end of ended) if (end.status === 'rejected') explain(end.reason);
    },
  };
}
