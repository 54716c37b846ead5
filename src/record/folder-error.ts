import { HeavisideError } from '../core/heaviside-error.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'disk quota exceeded',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'a folder of that name is in the way',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
};

/**
 * The error for a run folder that cannot be made or written.
 *
 * @param what  What was tried, with the path: `cannot write runs/xor/…/events.jsonl`.
 * @param cause What the file system said.
 * @returns `HV_RUN_FOLDER`, kind `machine`; an error that is one already comes back as it is.
 */
export function folderError(what: string, path: string, cause: unknown): HeavisideError {
  if (cause instanceof HeavisideError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const message = `${what} ${path}: ${reason}${code === '' ? '' : ` (${code})`}`;
  const remedy = 'free the path or the space, or choose another folder with --out';
  return new HeavisideError('HV_RUN_FOLDER', 'machine', message, { remedy, facts: { path, code }, cause });
}
