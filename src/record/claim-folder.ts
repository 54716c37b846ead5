import { mkdir, rename } from 'node:fs/promises';

/** Moves a folder to the first of `<path>.previous-1`, `-2` … that is free, and says where. */
async function keep(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const kept = `${path}.previous-${number}`;
    try {
      await rename(path, kept);
      return kept;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR') throw cause;
    }
  }
}

/**
 * Makes an empty folder in one that is there. One that has the name already is kept, however many there were before: two interrupted runs
 * must not cost a finished one. Whoever claims holds the lock of the path: two at once would mix their folders.
 *
 * @returns Where the one is kept that was there; undefined when there was none.
 */
export async function claimFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const kept = await keep(path);
    await mkdir(path);
    return kept;
  }
}
