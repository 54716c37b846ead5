import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { CHECKPOINTS } from './checkpoint-files.js';
import { folderError } from './folder-error.js';
import { openFolderFiles } from './folder-files.js';
import { RECORDINGS } from './recording-file-name.js';
import type { ResumePoint } from './resumable-checkpoint.js';
import type { RunFolder } from './run-folder.js';
import type { RunLock } from './run-lock.js';
import { writeRunManifest } from './write-run-manifest.js';

/** What a run makes of itself when it is over. */
const OF_THE_END = ['summary.json', 'report.html'];

const IS_PARTIAL = /^\..*\.partial$/;

/** Paths of the files below a part of a folder, within the folder, as positions name them. */
async function filesBelow(folder: string, part: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return [];
      throw cause;
    },
  );
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'));
}

async function cutTo(path: string, length: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    if ((await file.stat()).size === length) return;
    await file.truncate(length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Takes a folder back to what it held at a point; all files of a run that it does not name are later ones. */
async function takeBack(folder: string, point: ResumePoint | undefined): Promise<void> {
  const positions = point?.checkpoint.folder.positions ?? {};
  const kept = new Set(point?.kept.map(({ name }) => `${CHECKPOINTS}/${name}`));
  const remove = (path: string): Promise<void> => rm(join(folder, path), { force: true });
  // First what says that the run is over.
  for (const name of OF_THE_END) await remove(name);
  for (const name of await readdir(folder)) if (IS_PARTIAL.test(name)) await remove(name);
  for (const path of await filesBelow(folder, CHECKPOINTS)) if (!kept.has(path)) await remove(path);
  for (const part of ['spikes', 'looks', RECORDINGS])
    for (const path of await filesBelow(folder, part)) {
      const length = positions[path];
      if (length === undefined) await remove(path);
      else if (part === RECORDINGS) await cutTo(join(folder, path), length);
    }
}

/**
 * Opens the folder of a run that goes on, as it was at a point of it: what came later is cut off, and what is written now
 * is appended.
 *
 * @param path      Path of the folder.
 * @param documents The resolved scenario in it, and its manifest from now on.
 * @param point     Where the run goes on; omitted: at its beginning.
 * @param lock      That of the folder, which gives it back when it is closed.
 * @throws HeavisideError `HV_RUN_FOLDER`.
 */
export async function openRunFolderAgain(
  path: string,
  { scenarioText, manifest }: { readonly scenarioText: string; readonly manifest: object },
  point: ResumePoint | undefined,
  lock: RunLock,
): Promise<RunFolder> {
  try {
    await takeBack(path, point);
    for (const part of ['spikes', CHECKPOINTS]) await mkdir(join(path, part), { recursive: true });
  } catch (cause) {
    throw folderError('cannot open the run folder again', path, cause);
  }
  await writeRunManifest(path, manifest);
  const { checkpoint, checksums = {}, kept: checkpoints = [] } = point ?? {};
  const positions = checkpoint?.folder.positions ?? {};
  return openFolderFiles(path, { scenarioText, positions, checksums, checkpoints }, lock);
}
