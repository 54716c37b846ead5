import { mkdir, rename } from 'node:fs/promises';

/** Moves a folder to the first of `<path>.previous-1`, `-2` … that is free. */
async function keep(path: string): Promise<void> {
  for (let number = 1; ; number++) {
    try {
      return await rename(path, `${path}.previous-${number}`);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR') throw cause;
    }
  }
}

/**
 * Makes an empty folder in one that is there. One that has the name already is kept, however many there were before: two interrupted runs
 * must not cost a finished one. Whoever claims holds the lock of the path: two at once would mix their folders.
 */
export async function claimFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    await keep(path);
    await mkdir(path);
  }
}
