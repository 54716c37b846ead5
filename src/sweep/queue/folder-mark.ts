import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createFile } from '../../record/create-file.js';
import { folderError } from '../../record/folder-error.js';
import { makeFolders } from '../../record/make-folders.js';

const FILE = '.queue-mark';

/** The mark of a folder; '' when it has none. */
export async function readMark(out: string): Promise<string> {
  return readFile(join(out, FILE), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return '';
    throw folderError('cannot read', join(out, FILE), cause);
  });
}

/**
 * Marks a folder of runs, so that a worker can tell whether the folder that it sees is the same one: a random text in a
 * file, which stays.
 *
 * @throws HeavisideError `HV_RUN_FOLDER`.
 */
export async function markFolder(out: string): Promise<string> {
  const explain = (cause: unknown): never => {
    throw folderError('cannot write', join(out, FILE), cause);
  };
  await makeFolders(out).catch(explain);
  const [file, mark] = [join(out, FILE), randomUUID()];
  return (await createFile(file, mark).catch(explain)) ? mark : readMark(out);
}
