import { randomUUID } from 'node:crypto';
import { link, open, rm, writeFile } from 'node:fs/promises';

/** What a file system says that has no second names for files. */
const WITHOUT_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Makes a file unless there is one; with its content at once, so that whoever sees it sees all of it and a kill leaves no empty
 * one (but on file systems without links).
 *
 * @returns Whether it was made.
 * @throws The file system's error.
 */
export async function createFile(path: string, content: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  try {
    await writeFile(own, content, { flag: 'wx' });
    await link(own, path);
    return true;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!WITHOUT_LINKS.includes(code)) throw cause;
  } finally {
    await rm(own, { force: true });
  }
  return createEmpty(path, content);
}

/** Makes a file unless there is one, first without its content. */
async function createEmpty(path: string, content: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') return undefined;
    throw cause;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(content);
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  } finally {
    await file.close();
  }
  return true;
}
