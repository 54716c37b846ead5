import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import type { RecordedPiece } from './recording.js';
import { BLOCK_HEAD, damagedBlock, decodeBlock, isTorn, LONGEST_BLOCK } from './recording-block.js';
import { isRecordingPath, RECORDINGS } from './recording-file-name.js';

/** So many bytes from a place in a file, or as many as there are. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function unreadable(path: string, cause: unknown): HeavisideError {
  if (cause instanceof HeavisideError) return cause;
  const message = `cannot read ${path}: ${(cause as Error).message}`;
  return new HeavisideError('HV_RECORDING', 'machine', message, { facts: { path }, cause });
}

/**
 * The pieces of a recording in the order in which they were recorded, one at a time in memory. A last block that breaks off,
 * because its writer was killed, is left out.
 *
 * @param path Path of the file, see `listRecordings`.
 * @throws HeavisideError `HV_RECORDING` or `HV_SAFETENSORS`, kind `machine`, naming file, block and byte, when it comes to
 *   something that is damaged; the pieces before it have been given.
 */
export async function* readRecording(path: string): AsyncGenerator<RecordedPiece, void, void> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    const { size } = await file.stat();
    for (let at = 0, block = 1; at < size; block++) {
      const where = `${path}, block ${block} at byte ${at}`;
      const head = await bytesAt(file, at, BLOCK_HEAD);
      if (head.length < BLOCK_HEAD) return;
      const [length, sum] = [head.readUInt32LE(0), head.readUInt32LE(4)];
      if (length === 0 || length > LONGEST_BLOCK) throw damagedBlock(where, `it claims ${length} bytes`);
      const content = await bytesAt(file, at + BLOCK_HEAD, length);
      if (content.length < length) {
        if (isTorn(content)) return;
        throw damagedBlock(where, `it claims ${length} bytes, the file holds ${content.length} more`);
      }
      yield await decodeBlock(content, sum, where);
      at += BLOCK_HEAD + length;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}

/**
 * Paths of all recordings of a run, sorted; none where nothing was recorded.
 *
 * @param folder Path of the run's folder.
 * @throws HeavisideError `HV_RECORDING`, kind `machine`, for a folder that cannot be read.
 */
export async function listRecordings(folder: string): Promise<readonly string[]> {
  const path = join(folder, RECORDINGS);
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return [];
      throw unreadable(path, cause);
    },
  );
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.filter(isRecordingPath).sort();
}
