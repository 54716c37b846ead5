import { HeavisideError } from '../core/heaviside-error.js';

/** The error of a run that could not write into its folder, on a full disk for example, with how to go on when it can. */
export function withResume(error: unknown, folder: string): unknown {
  if (!(error instanceof HeavisideError) || error.code !== 'HV_RUN_FOLDER') return error;
  const { code, kind, message, facts, cause } = error;
  const remedy = `free the path or the space, then go on with the run: heaviside resume ${folder}`;
  return new HeavisideError(code, kind, message, { remedy, facts, cause });
}
