import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { folderError } from '../record/folder-error.js';
import { jsonText } from '../record/json-text.js';
import { makeFolders } from '../record/make-folders.js';
import { lockRun, type RunLock } from '../record/run-lock.js';
import { writeAtomically } from '../record/write-atomically.js';

/** What consists of many runs. */
export type StudyKind = 'compare' | 'sweep';

const WORDS: Readonly<Record<StudyKind, string>> = { compare: 'comparison', sweep: 'sweep' };

/** Folder for the scenario files of the runs, in that of the study. */
export const SCENARIOS_FOLDER = 'scenarios';

/**
 * Path of a study's folder, beside the folders of its runs: `<out>/<name>/<kind>-<first 12 hex digits of a SHA-256>`.
 *
 * @param content Everything that the study does.
 */
export function studyFolderPath(out: string, name: string, kind: StudyKind, content: unknown): string {
  const digest = createHash('sha256').update(jsonText(content)).digest('hex');
  return join(out, name, `${kind}-${digest.slice(0, 12)}`);
}

/**
 * Makes the folder of a study and takes its lock: the same one twice at once would do everything twice.
 *
 * @throws HeavisideError `HV_RUN_LOCKED`, `HV_RUN_FOLDER`.
 */
export async function claimStudy(folder: string, kind: StudyKind): Promise<RunLock> {
  await makeFolders(folder).catch((cause: unknown) => {
    throw folderError(`cannot make the folder of the ${WORDS[kind]}`, folder, cause);
  });
  return lockRun(folder);
}

/** Writes the files of a study, each atomically. */
export async function writeStudy(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeAtomically(join(folder, name), text);
}
