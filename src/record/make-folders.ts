import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Each once, from the top: the platform's own recursive way never
 * returns where a parent exists in which nothing can be made, such as /proc.
 *
 * @throws The file system's error of the first folder that cannot be made.
 */
export async function makeFolders(path: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = path; !(await exists(folder)); folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing)
    await mkdir(folder).catch((cause: NodeJS.ErrnoException) => {
      // Somebody else may have made it in the meantime.
      if (cause.code !== 'EEXIST') throw cause;
    });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path) return false;
    throw cause;
  }
}
