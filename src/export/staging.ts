import { type FileHandle, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { folderError } from '../record/folder-error.js';
import { makeFolders } from '../record/make-folders.js';
import { syncFile, syncFolder } from '../record/write-atomically.js';

/** A file that is being written. */
export interface StagedFile {
  /** Bytes so far. */
  size(): number;
  write(data: Uint8Array | string): Promise<void>;
  close(): Promise<void>;
}

/** A hidden folder beside the target, in which an export grows until it is whole. Methods throw `HV_RUN_FOLDER`. */
export interface Staging {
  /** Path of a file in it. */
  path(name: string): string;
  open(name: string): Promise<StagedFile>;
  /** Moves a file to the target, once it is on the disk. */
  commitFile(name: string): Promise<void>;
  /**
   * Makes everything the target, a folder, once it is on the disk: at once where there is nothing yet. In a folder that is
   * there it goes file by file, each of which is whole.
   *
   * @param replaced Names of files in the target that an earlier export left.
   */
  commitFolder(replaced: (name: string) => boolean): Promise<void>;
  /** Takes away what is left. To be called in any case. */
  close(): Promise<void>;
}

/**
 * Opens the staging of an export. What one that was killed has left there is taken away.
 *
 * @param target Where the export will be.
 * @throws HeavisideError `HV_RUN_FOLDER`, kind `machine`, naming path and reason.
 */
export async function openStaging(target: string): Promise<Staging> {
  const parent = dirname(resolve(target));
  const folder = join(parent, `.${basename(resolve(target))}.partial`);
  const path = (name: string): string => join(folder, name);
  const explained = <T>(where: string, work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw folderError('cannot write', where, cause);
    });
  await explained(parent, makeFolders(parent));
  await explained(folder, rm(folder, { recursive: true, force: true }));
  await explained(folder, mkdir(folder));
  const unclosed = new Set<FileHandle>();
  return {
    path,
    async open(name) {
      const file = await explained(path(name), open(path(name), 'w'));
      unclosed.add(file);
      let size = 0;
      return {
        size: () => size,
        async write(data) {
          const bytes = typeof data === 'string' ? Buffer.from(data) : data;
          await explained(path(name), file.appendFile(bytes));
          size += bytes.length;
        },
        async close() {
          unclosed.delete(file);
          await explained(path(name), file.close());
        },
      };
    },
    async commitFile(name) {
      await explained(path(name), syncFile(path(name)));
      await explained(target, rename(path(name), target));
      await explained(target, syncFolder(parent));
    },
    async commitFolder(replaced) {
      const names = await explained(folder, readdir(folder));
      for (const name of names) await explained(path(name), syncFile(path(name)));
      if ((await whatIsAt(target)) === 'nothing') {
        await explained(folder, syncFolder(folder));
        await explained(target, rename(folder, target));
        await explained(target, syncFolder(parent));
        return;
      }
      const earlier = await explained(target, readdir(target));
      for (const name of names) await explained(target, rename(path(name), join(target, name)));
      for (const name of earlier.filter((name) => replaced(name) && !names.includes(name)))
        await explained(target, rm(join(target, name)));
      await explained(target, syncFolder(target));
    },
    async close() {
      for (const file of unclosed) await file.close().catch(() => undefined);
      await explained(folder, rm(folder, { recursive: true, force: true }));
    },
  };
}

/** What is at a path. */
export async function whatIsAt(path: string): Promise<'nothing' | 'file' | 'folder' | 'empty folder'> {
  const found = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw folderError('cannot write', path, cause);
  });
  if (!found) return 'nothing';
  if (!found.isDirectory()) return 'file';
  return (await readdir(path)).length === 0 ? 'empty folder' : 'folder';
}
