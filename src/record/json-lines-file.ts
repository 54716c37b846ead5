import { open } from 'node:fs/promises';

import { endAfter, type FileEnd } from './file-checksum.js';
import { folderError } from './folder-error.js';
import { jsonText } from './json-text.js';

/** A file with one JSON document a line, open for appending. */
export interface JsonLinesFile {
  /** Where it stands. */
  readonly end: FileEnd;
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
 * @param keep What stays of what it holds.
 * @throws HeavisideError `HV_RUN_FOLDER`, kind `machine`, naming path and reason; so do its methods.
 */
export async function openJsonLinesFile(path: string, keep: FileEnd): Promise<JsonLinesFile> {
  const explain = (cause: unknown): never => {
    throw folderError('cannot write', path, cause);
  };
  const file = await open(path, 'a').catch(explain);
  try {
    await file.truncate(keep.length);
  } catch (cause) {
    await file.close().catch(() => undefined);
    return explain(cause);
  }
  let end = keep;
  let synced = end.length;
  return {
    get end() {
      return end;
    },
    async append(values) {
      const bytes = Buffer.from(values.map((value) => `${jsonText(value)}\n`).join(''));
      await file.appendFile(bytes).catch(explain);
      end = endAfter(end, bytes);
    },
    async sync() {
      if (synced === end.length) return;
      const reached = end.length;
      await file.sync().catch(forgiven).catch(explain);
      synced = reached;
    },
    async close() {
      const ended = await Promise.allSettled([file.sync().catch(forgiven)]);
      ended.push(...(await Promise.allSettled([file.close()])));
      for (const one of ended) if (one.status === 'rejected') explain(one.reason);
    },
  };
}
