import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { checksumOfFile, checksumText } from './file-checksum.js';
import { folderError } from './folder-error.js';
import { isAppended } from './folder-files.js';
import type { FolderChecksums, FolderState } from './sealed-checkpoint.js';

/** Checksum of the first bytes of a file, or what is wrong with them. */
type Found = { readonly checksum: number } | { readonly wrong: string };

async function lengthOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

/** What a checkpoint needs of a file that grows. */
async function foundIn(path: string, length: number, written: number | undefined, where: string): Promise<Found> {
  const checksum = await checksumOfFile(path, length).catch((cause: unknown) => {
    throw folderError('cannot read', path, cause);
  });
  if (written === undefined || written === checksum) return { checksum };
  const wrong = `${path} is damaged: ${where} needs its first ${length} bytes with the CRC-32 ${checksumText(written)}, they have ${checksumText(checksum)}`;
  return { wrong };
}

/**
 * Holds the files of a folder against what they were when a checkpoint was written.
 *
 * @param where What to call the checkpoint in messages.
 * @returns Checksums of those that grow: what the checkpoint says, and where an older one says nothing, what there is.
 * @throws HeavisideError `HV_RESUME_LOG`, kind `machine`, when some are shorter or begin with something else than they did,
 *   with all of them; `HV_RUN_FOLDER` for one that cannot be read.
 */
export async function soundChecksums(
  folder: string,
  { positions, checksums = {} }: FolderState,
  where: string,
): Promise<FolderChecksums> {
  const sound: [name: string, checksum: number][] = [];
  const damaged: { readonly path: string; readonly wrong: string }[] = [];
  for (const [name, length] of Object.entries(positions)) {
    const path = join(folder, name);
    const expected = isAppended(name) ? length : 0;
    const got = await lengthOf(path);
    if (got === undefined || got < expected) {
      const has = got === undefined ? 'it is not there' : `it has ${got}`;
      damaged.push({ path, wrong: `${path}: ${where} needs ${expected} bytes of it, ${has}` });
    } else if (isAppended(name)) {
      const found = await foundIn(path, length, checksums[name], where);
      if ('wrong' in found) damaged.push({ path, ...found });
      else sound.push([name, found.checksum]);
    }
  }
  if (damaged.length === 0) return Object.fromEntries(sound);
  throw new HeavisideError('HV_RESUME_LOG', 'machine', damaged.map(({ wrong }) => wrong).join('; '), {
    remedy: 'Put back a copy of each of these files, or go on from an older checkpoint.',
    facts: { paths: damaged.map(({ path }) => path).join(', ') },
  });
}
