import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';

import { HeavisideError } from '../../core/heaviside-error.js';

/** The most that the queue carries for one run. */
interface ParcelLimits {
  /** Bytes of its files. */
  readonly files: number;
  /** Bytes of them, packed. */
  readonly packed: number;
}

const PARCEL_LIMITS: ParcelLimits = { files: 256 * 2 ** 20, packed: 32 * 2 ** 20 };

/** A plain name at every step: nothing above, nothing absolute, on no system. */
const PATH = z.string().regex(/^(?!\.{1,2}(\/|$))[\w.%!~'()*-]+(\/(?!\.{1,2}(\/|$))[\w.%!~'()*-]+)*$/);
const PARCEL = z.strictObject({ folders: z.array(PATH), files: z.record(PATH, z.instanceof(Uint8Array)) });

/** What the folder of a run holds, by path in there, with `/` between folders: folders, empty ones too, and the content of files. */
export interface RunParcel {
  readonly folders: readonly string[];
  readonly files: Readonly<Record<string, Uint8Array>>;
}

function tooLarge(folder: string, bytes: number, limit: number, how: string): HeavisideError {
  const mib = (size: number) => `${(size / 2 ** 20).toFixed(1)} MiB`;
  const message = `${folder} has ${mib(bytes)} ${how}: a queue carries at most ${mib(limit)}; use a folder (--out) that worker and sweep both see, or record less`;
  return new HeavisideError('HV_QUEUE_PARCEL', 'usage', message, { facts: { folder, bytes, limit } });
}

/**
 * Packs the files of a run for the queue.
 *
 * @throws HeavisideError `HV_QUEUE_PARCEL`, kind `usage`, when they are more than a queue carries.
 */
export async function packRun(folder: string, limits = PARCEL_LIMITS): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = (kind: typeof entries) => kind.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  const inside = (path: string) => relative(folder, path).replaceAll(sep, '/');
  const filePaths = paths(entries.filter((entry) => entry.isFile()));
  const sizes = await Promise.all(filePaths.map(async (path) => (await stat(path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > limits.files) throw tooLarge(folder, bytes, limits.files, 'of files');
  const files: Record<string, Uint8Array> = {};
  for (const path of filePaths) files[inside(path)] = await readFile(path);
  const folders = paths(entries.filter((entry) => entry.isDirectory())).map(inside);
  const packed = await promisify(gzip)(encode({ folders, files } satisfies RunParcel));
  if (packed.length > limits.packed) throw tooLarge(folder, packed.length, limits.packed, 'of packed files');
  return packed;
}

/**
 * Unpacks what `packRun` made; never more than it may hold.
 *
 * @throws HeavisideError `HV_QUEUE_PARCEL`, kind `machine`, for bytes that are none, or that name a place elsewhere.
 */
export async function unpackRun(packed: Uint8Array, limits = PARCEL_LIMITS): Promise<RunParcel> {
  try {
    const bytes = await promisify(gunzip)(packed, { maxOutputLength: limits.files + limits.packed });
    return PARCEL.parse(decode(bytes));
  } catch (cause) {
    const said = cause instanceof z.ZodError ? cause.issues.map(({ message }) => message).join(', ') : String(cause);
    throw new HeavisideError('HV_QUEUE_PARCEL', 'machine', `the queue gave no files of a run: ${said}`, { cause });
  }
}
