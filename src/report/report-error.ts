import { HeavisideError } from '../core/heaviside-error.js';

/**
 * The error for a folder that no report can be made of.
 *
 * @param problems Everything that is wrong with it.
 */
export function folderProblems(path: string, problems: readonly string[], remedy: string): HeavisideError {
  const message = `${path} is no folder that a report can be made of:\n${problems.map((each) => `  ${each}`).join('\n')}`;
  return new HeavisideError('HV_REPORT_FOLDER', 'machine', message, {
    remedy,
    facts: { path, problems: problems.length },
  });
}
