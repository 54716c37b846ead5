import { dirname } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { makeFolders } from '../record/make-folders.js';
import { writeAtomically } from '../record/write-atomically.js';
import type { Summary } from '../streams/to-summary.js';
import type { CliIo } from './cli-io.js';
import { junitOfError, junitOfRun } from './junit-text.js';
import { snapshotsPath, updateSnapshots } from './snapshots-file.js';
import { warningTo } from './warning-to.js';

/** What is written for others when a run has ended. */
export interface RunEnds {
  /**
   * Before the run, which may be long: whatever cannot be written shows now. A report says meanwhile that the run has not
   * ended, and goes on saying so when it is killed.
   *
   * @throws HeavisideError HV_JUNIT, kind `machine`.
   */
  begin(): Promise<void>;
  ended(summary: Summary): Promise<void>;
  /** Never throws: what went wrong first is what counts. */
  failed(error: unknown): Promise<void>;
}

/** What of it is wanted. */
interface Wanted {
  /** Path of a JUnit report. */
  readonly junit?: string | undefined;
  readonly updateSnapshots?: boolean | undefined;
}

async function keepSnapshots(file: string, summary: Summary, io: CliIo): Promise<void> {
  const path = snapshotsPath(file);
  const kept = await updateSnapshots(path, summary);
  const none = summary.reason === 'interrupted' ? 'the run was stopped' : 'nothing is held against one';
  io.stderr.write(kept > 0 ? `snapshots: ${kept} kept in ${path}\n` : `snapshots: none kept, ${none}\n`);
}

/** @param file Path of the scenario file. */
export function runEnds(file: string, { junit, updateSnapshots: update = false }: Wanted, io: CliIo): RunEnds {
  return {
    async begin() {
      if (junit === undefined) return;
      const running = new HeavisideError('HV_RUN_UNFINISHED', 'run', 'the run has not ended');
      await makeFolders(dirname(junit))
        .then(() => writeAtomically(junit, junitOfError(file, running)))
        .catch((cause: Error) => {
          const message = `cannot write the JUnit report: ${cause.message}`;
          throw new HeavisideError('HV_JUNIT', 'machine', message, { remedy: 'name another file with --junit', cause });
        });
    },
    async ended(summary) {
      if (junit !== undefined) await writeAtomically(junit, junitOfRun(summary));
      if (update) await keepSnapshots(file, summary, io);
    },
    async failed(error) {
      if (junit === undefined) return;
      await writeAtomically(junit, junitOfError(file, error)).catch((cause: Error) => warningTo(io)(cause.message));
    },
  };
}
