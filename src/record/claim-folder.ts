import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Renames, and says whether there was something to rename. */
async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}

/**
 * Makes an empty folder. One that has the name already is kept, by renames, as `<path>.previous`; the
 * one that was `<path>.previous` until then goes. Only when there is nothing to keep it stays. Whoever claims holds the lock
 * of the path: two at once would mix their folders.
 */
export async function claimFolder(path: string): Promise<void> {
  const [previous, outdated] = [`${path}.previous`, `${path}.outdated`];
  await mkdir(dirname(path), { recursive: true });
  await rm(outdated, { recursive: true, force: true });
  const hadPrevious = await renameIfThere(previous, outdated);
  const hadCurrent = await renameIfThere(path, previous);
  if (hadPrevious && !hadCurrent) await rename(outdated, previous);
  else if (hadPrevious) await rm(outdated, { recursive: true, force: true });
  await mkdir(path);
}
