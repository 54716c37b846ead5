import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { folderError } from './folder-error.js';

/** Puts on the disk what was written to a file. @throws The file system's error. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename last through a power cut. Windows has no such call for folders. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Writes a file so that its name only ever stands for the whole content: temporary file in the same folder, fsync,
 * rename, fsync of the folder. When it fails, a file that was there before is untouched.
 *
 * @throws HeavisideError `HV_RUN_FOLDER`, kind `machine`, naming path and reason.
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}.partial`);
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw folderError('cannot write', path, cause);
  }
}
