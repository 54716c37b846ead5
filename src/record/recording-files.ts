import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { EMPTY, endAfter, type FileEnd } from './file-checksum.js';
import { folderError } from './folder-error.js';
import { makeFolders } from './make-folders.js';
import type { RecordedPiece } from './recording.js';
import { encodeBlock } from './recording-block.js';
import { recordingPath } from './recording-file-name.js';
import { syncFile, syncFolder } from './write-atomically.js';

/** The recordings of a run, open for appending. Methods throw `HV_RUN_FOLDER`, kind `machine`, when they cannot. */
export interface RecordingFiles {
  /** Where each stands, by its path within the folder. */
  ends(): Readonly<Record<string, FileEnd>>;
  /** Appends each piece to its file, in order. */
  append(pieces: readonly RecordedPiece[]): Promise<void>;
  /** Puts on the disk what was appended. */
  sync(): Promise<void>;
}

/**
 * Recordings in the folder of a run. No file stays open: a run of many phases may have any number of them.
 *
 * @param folder Path of the run's folder.
 * @param kept   Where those stand that are there.
 */
export function recordingFiles(folder: string, kept: Readonly<Record<string, FileEnd>> = {}): RecordingFiles {
  const ends = new Map(Object.entries(kept));
  const unsynced = { files: new Set<string>(), folders: new Set<string>() };
  const explained = async (path: string, work: (path: string) => Promise<unknown>): Promise<void> => {
    const whole = join(folder, path);
    await work(whole).catch((cause: unknown) => {
      throw folderError('cannot write', whole, cause);
    });
  };
  /** A file is only as lasting as its name, and that of its folder. */
  const make = async (path: string): Promise<void> => {
    await explained(dirname(path), makeFolders);
    for (let parent = dirname(path); ; parent = dirname(parent)) {
      unsynced.folders.add(parent);
      if (parent === '.') return;
    }
  };
  return {
    ends: () => Object.fromEntries(ends),
    async append(pieces) {
      const files = new Map<string, Uint8Array[]>();
      for (const piece of pieces) {
        const path = recordingPath(piece);
        const blocks = files.get(path) ?? [];
        files.set(path, blocks);
        blocks.push(await encodeBlock(piece));
      }
      for (const [path, blocks] of files) {
        const before = ends.get(path);
        if (before === undefined) await make(path);
        const bytes = Buffer.concat(blocks);
        await explained(path, (whole) => appendFile(whole, bytes));
        ends.set(path, endAfter(before ?? EMPTY, bytes));
        unsynced.files.add(path);
      }
    },
    async sync() {
      for (const path of unsynced.files) await explained(path, syncFile);
      for (const path of unsynced.folders) await explained(path, syncFolder);
      unsynced.files.clear();
      unsynced.folders.clear();
    },
  };
}
