import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { folderError } from '../record/folder-error.js';
import { makeFolders } from '../record/make-folders.js';
import { runFolderPath } from '../record/run-folder.js';
import { writeAtomically } from '../record/write-atomically.js';
import { formatScenario } from '../scenario/format-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import { type RunFailure, type RunOutcome, readRunOutcome } from './finished-run.js';
import type { EndedProcess, StartRun } from './start-run.js';

/** How and where runs take place. */
export interface JobPlace {
  /** Folder of all runs. */
  readonly out: string;
  /** Folder for the scenario files of the runs. */
  readonly files: string;
  readonly threads: number;
  /** Repeat runs that are finished already. */
  readonly fresh: boolean;
  readonly start: StartRun;
  /** Aborted when all runs should stop. */
  readonly signal: AbortSignal;
}

/** A run and its end; `stopped`: it was told to. */
export type JobOutcome = (RunOutcome | { readonly kind: 'stopped' }) & {
  /** Path of the run's folder. */
  readonly folder: string;
  /** Finished before this comparison asked for it. */
  readonly reused: boolean;
};

/** While another process writes into the folder of a run, it is looked at again after so long. */
const LOCKED_PAUSE_MS = 500;

/** Why a process failed: what it said as JSON, or how it ended. */
function failureOf({ status, signal, stdout, stderr }: EndedProcess): RunFailure {
  try {
    const { code, message } = (JSON.parse(stdout) as { readonly error: RunFailure }).error;
    return { code, message };
  } catch {
    const how = signal === null ? `status ${status}` : `signal ${signal}`;
    const said = stderr.trim().split('\n').at(-1) ?? '';
    const message = `its process ended with ${how}${said === '' ? '' : `: ${said}`}`;
    return { code: 'HV_RUN_PROCESS', message };
  }
}

/**
 * Plays a scenario in a process of its own, unless its folder holds the finished run. A run that diverged is finished:
 * it would diverge again.
 *
 * @param backend Its name.
 * @throws HeavisideError `HV_RUN_FOLDER` when the scenario cannot be written; `HV_RUN_SUMMARY` for a damaged summary.
 */
export async function runJob(scenario: Scenario, backend: string, place: JobPlace): Promise<JobOutcome> {
  const { out, files, threads, fresh, start, signal } = place;
  const text = formatScenario(scenario);
  const folder = runFolderPath(out, scenario.name, text);
  const known = fresh ? undefined : await readRunOutcome(folder, backend);
  if (known) return { ...known, folder, reused: true };
  const file = join(files, `${basename(folder)}.yaml`);
  await makeFolders(files).catch((cause: unknown) => {
    throw folderError('cannot make the folder of the scenarios', files, cause);
  });
  await writeAtomically(file, text);
  for (;;) {
    if (signal.aborted) return { kind: 'stopped', folder, reused: false };
    const ended = await start({ file, out, backend, threads }, signal);
    const failure = ended.status === 0 ? undefined : failureOf(ended);
    if (failure?.code === 'HV_RUN_LOCKED') {
      await pause(LOCKED_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      const others = await readRunOutcome(folder, backend);
      if (others) return { ...others, folder, reused: true };
      continue;
    }
    if (signal.aborted && ended.status !== 0) return { kind: 'stopped', folder, reused: false };
    // What a run says of itself is the same now and when it is found later.
    const told =
      failure === undefined || failure.code === 'HV_NON_FINITE' ? await readRunOutcome(folder, backend) : undefined;
    return { ...(told ?? { kind: 'failed', failure: failure ?? failureOf(ended) }), folder, reused: false };
  }
}
