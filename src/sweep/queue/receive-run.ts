import { mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { HeavisideError } from '../../core/heaviside-error.js';
import { claimFolder } from '../../record/claim-folder.js';
import { folderError } from '../../record/folder-error.js';
import { makeFolders } from '../../record/make-folders.js';
import { lockRun } from '../../record/run-lock.js';
import { writeAtomically } from '../../record/write-atomically.js';
import { unpackRun } from './run-parcel.js';

/**
 * Writes the files of a run that a worker has sent into the run's folder, which stands for nothing or for all of them. A
 * folder that is there already is kept beside it.
 *
 * @param folder       Path of the run's folder.
 * @param packed       What `packRun` made of it elsewhere.
 * @param scenarioText The resolved scenario, which names the folder.
 * @throws HeavisideError `HV_QUEUE_PARCEL` when it is not the run of this scenario; `HV_RUN_FOLDER`, `HV_RUN_LOCKED`.
 */
export async function receiveRun(folder: string, packed: Uint8Array, scenarioText: string): Promise<void> {
  const { folders, files } = await unpackRun(packed);
  const scenario = files['scenario.yaml'];
  if (!scenario || Buffer.from(scenario).toString('utf8') !== scenarioText) {
    const message = `the queue gave another run than that of ${folder}`;
    throw new HeavisideError('HV_QUEUE_PARCEL', 'machine', message, { facts: { folder } });
  }
  const explain = (cause: unknown): never => {
    throw folderError('cannot write the run folder', folder, cause);
  };
  await makeFolders(dirname(folder)).catch(explain);
  const lock = await lockRun(folder);
  const aside = await mkdtemp(join(dirname(folder), `.${basename(folder)}.`)).catch(explain);
  try {
    for (const path of folders) await makeFolders(join(aside, path));
    for (const [path, content] of Object.entries(files)) {
      await makeFolders(dirname(join(aside, path)));
      await writeAtomically(join(aside, path), content);
    }
    await claimFolder(folder);
    // Some systems put no folder in the place of another, not even of an empty one.
    await rmdir(folder);
    await rename(aside, folder);
  } catch (cause) {
    await rm(aside, { recursive: true, force: true });
    explain(cause);
  } finally {
    await lock.release();
  }
}
