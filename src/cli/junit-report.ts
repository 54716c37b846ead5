import { dirname } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { makeFolders } from '../record/make-folders.js';
import { writeAtomically } from '../record/write-atomically.js';
import type { Summary } from '../streams/to-summary.js';
import type { CliIo } from './cli-io.js';
import { junitOfError, junitOfRun } from './junit-text.js';
import { warningTo } from './warning-to.js';

/** The JUnit report of a run, where one is wanted. */
export interface JunitReport {
  /**
   * Before the run, which may be long: a file that cannot be written shows now. It says meanwhile that the run has not
   * ended, and goes on saying so when it is killed.
   *
   * @throws HeavisideError HV_JUNIT, kind `machine`; so does `ended`.
   */
  begin(): Promise<void>;
  ended(summary: Summary): Promise<void>;
  /** Never throws: what went wrong first is what counts. */
  failed(error: unknown): Promise<void>;
}

/**
 * @param of   What to call a run that has not ended: the path of its scenario file.
 * @param path Where the report goes; undefined: nowhere.
 */
export function junitReport(of: string, path: string | undefined, io: CliIo): JunitReport {
  const write = async (text: string): Promise<void> => {
    if (path === undefined) return;
    await makeFolders(dirname(path))
      .then(() => writeAtomically(path, text))
      .catch((cause: Error) => {
        const message = `cannot write the JUnit report: ${cause.message}`;
        throw new HeavisideError('HV_JUNIT', 'machine', message, { remedy: 'name another file with --junit', cause });
      });
  };
  return {
    begin: () => write(junitOfError(of, new HeavisideError('HV_RUN_UNFINISHED', 'run', 'the run has not ended'))),
    ended: (summary) => write(junitOfRun(summary)),
    failed: (error) => write(junitOfError(of, error)).catch((cause: Error) => warningTo(io)(cause.message)),
  };
}
