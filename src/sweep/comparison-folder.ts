import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { folderError } from '../record/folder-error.js';
import { jsonText } from '../record/json-text.js';
import { makeFolders } from '../record/make-folders.js';
import { lockRun, type RunLock } from '../record/run-lock.js';
import { writeAtomically } from '../record/write-atomically.js';
import type { Comparison } from '../scenario/comparison.js';

/**
 * Path of a comparison's folder, beside the folders of its runs: `<out>/<name>/compare-<first 12 hex digits of its
 * SHA-256>`, which depends on everything that the comparison does.
 */
export function comparisonFolderPath(out: string, comparison: Comparison, backend?: string): string {
  const content = jsonText({ comparison, backend });
  return join(out, comparison.name, `compare-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`);
}

/**
 * Makes the folder of a comparison and takes its lock: the same comparison twice at once would do everything twice.
 *
 * @throws HeavisideError `HV_RUN_LOCKED`, `HV_RUN_FOLDER`.
 */
export async function claimComparison(folder: string): Promise<RunLock> {
  await makeFolders(folder).catch((cause: unknown) => {
    throw folderError('cannot make the folder of the comparison', folder, cause);
  });
  return lockRun(folder);
}

/** Writes the files of a comparison, each atomically. */
export async function writeComparison(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeAtomically(join(folder, name), text);
}
