import { HeavisideError } from '../../core/heaviside-error.js';

/** A gigabyte: above any data set that fits the memory of a run. */
export const MOST_FILE_BYTES = 2 ** 30;

function missing(code: string, message: string, path: string, remedy: string, cause?: unknown): HeavisideError {
  return new HeavisideError(code, 'machine', message, { remedy, facts: { path }, cause });
}

/** The error for a path at which there is nothing. A relative one has the absolute one as its fact `tried`. */
async function absent(code: string, message: string, path: string, cause: unknown): Promise<HeavisideError> {
  const { isAbsolute, resolve } = await import('node:path');
  if (isAbsolute(path)) return missing(code, message, path, 'Check the path.', cause);
  const tried = resolve(path);
  const remedy = `Put it at ${tried}, or change the path: a relative one begins at the working folder.`;
  return new HeavisideError(code, 'machine', message, { remedy, facts: { path, tried }, cause });
}

function isAbsence(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * Reads a whole file.
 *
 * @throws HeavisideError of kind `machine`: `HV_FILE_MISSING`; `HV_FILE_UNREADABLE` (a folder, no permission);
 *   `HV_FILE_TOO_LARGE` above {@link MOST_FILE_BYTES}, before anything is read.
 */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile, stat } = await import('node:fs/promises');
  try {
    const { size } = await stat(path);
    if (size > MOST_FILE_BYTES) {
      const message = `${path}: expected a file of at most ${MOST_FILE_BYTES} bytes, got ${size}`;
      throw missing('HV_FILE_TOO_LARGE', message, path, 'Split the file or take fewer samples.');
    }
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if (cause instanceof HeavisideError) throw cause;
    if (isAbsence(cause)) {
      const message = `${path}: expected a file, got nothing at this path`;
      throw await absent('HV_FILE_MISSING', message, path, cause);
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw missing('HV_FILE_UNREADABLE', `${path}: cannot read: ${reason}`, path, 'Name a readable file.', cause);
  }
}

/**
 * The first of `names` that a folder holds, as a path.
 *
 * @throws HeavisideError of kind `machine`: `HV_FOLDER_MISSING`; `HV_FILE_MISSING` with the names looked for.
 */
export async function findFile(dir: string, names: readonly string[]): Promise<string> {
  const { readdir } = await import('node:fs/promises');
  let present: readonly string[];
  try {
    present = await readdir(dir);
  } catch (cause) {
    const message = (got: string): string => `${dir}: expected a folder, got ${got}`;
    if (isAbsence(cause)) throw await absent('HV_FOLDER_MISSING', message('no folder at this path'), dir, cause);
    throw missing('HV_FOLDER_MISSING', message(String(cause)), dir, 'Name a readable folder.', cause);
  }
  const name = names.find((candidate) => present.includes(candidate));
  if (name !== undefined) return `${dir}/${name}`;
  const message = `${dir}: expected one of the files ${names.join(', ')}, got none of them`;
  throw missing('HV_FILE_MISSING', message, dir, 'Put the file there, with one of these names.');
}
