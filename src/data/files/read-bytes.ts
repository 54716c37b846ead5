import { HeavisideError } from '../../core/heaviside-error.js';

/** A gigabyte: above any data set that fits the memory of a run. */
export const MOST_FILE_BYTES = 2 ** 30;

function missing(code: string, message: string, path: string, remedy: string, cause?: unknown): HeavisideError {
  return new HeavisideError(code, 'machine', message, { remedy, facts: { path }, cause });
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
      throw missing('HV_FILE_MISSING', message, path, 'Check the path; it is relative to the working folder.', cause);
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
    const got = isAbsence(cause) ? 'no folder at this path' : String(cause);
    const remedy = 'Check the path; it is relative to the working folder.';
    throw missing('HV_FOLDER_MISSING', `${dir}: expected a folder, got ${got}`, dir, remedy, cause);
  }
  const name = names.find((candidate) => present.includes(candidate));
  if (name !== undefined) return `${dir}/${name}`;
  const message = `${dir}: expected one of the files ${names.join(', ')}, got none of them`;
  throw missing('HV_FILE_MISSING', message, dir, 'Put the file there, with one of these names.');
}
