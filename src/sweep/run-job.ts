import { basename, join } from 'node:path';
import { folderError } from '../record/folder-error.js';
import { makeFolders } from '../record/make-folders.js';
import { runFolderPath } from '../record/run-folder.js';
import { snapshotsPath, writeSnapshots } from '../record/snapshots-file.js';
import { writeAtomically } from '../record/write-atomically.js';
import type { Snapshots } from '../run/expectations/snapshot-key.js';
import { formatScenario } from '../scenario/format-scenario.js';
import { snapshotsRun } from '../scenario/overrides/snapshots-run.js';
import type { Scenario } from '../scenario/scenario.js';
import { fileDigests } from './file-data.js';
import { type RunFailure, type RunOutcome, readRunOutcome } from './finished-run.js';
import { runTurn } from './run-turn.js';
import type { EndedProcess, StartRun } from './start-run.js';
import { isRefusal, isUnfinished } from './unfinished-run.js';

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
  /** Hears what people should know of a run; nobody does unless told. */
  readonly tell?: (line: string) => void;
  /** See `runTurn`. */
  readonly lostAfter?: number;
  /** What the digests of the run are held against; omitted: it has none. */
  readonly snapshots?: Snapshots | undefined;
}

/** A run and its end; `stopped`: it was told to. */
export type JobOutcome = (RunOutcome | { readonly kind: 'stopped' }) & {
  /** Path of the run's folder. */
  readonly folder: string;
  /** Name of the backend; absent when none takes the scenario. */
  readonly backend?: string;
  /** Finished before anybody asked for it here. */
  readonly reused: boolean;
};

/** Exit status of a run that came to its end without what its scenario expects. */
const UNMET = 1;

/** The document that a process printed; undefined when it printed none. */
function documentOf(stdout: string): { readonly error?: RunFailure } | undefined {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/** How a process ended that did not say why. */
function endOf({ status, signal, stderr }: EndedProcess): RunFailure {
  const how = signal === null ? `status ${status}` : `signal ${signal}`;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return { code: 'HV_RUN_PROCESS', message: `its process ended with ${how}${said === '' ? '' : `: ${said}`}` };
}

/** Why a process failed; undefined when its run came to its end, whether or not it reached what its scenario expects. */
function failureOf(ended: EndedProcess): RunFailure | undefined {
  if (ended.status === 0) return undefined;
  const document = documentOf(ended.stdout);
  if (document?.error) return { code: document.error.code, message: document.error.message };
  return document && ended.status === UNMET ? undefined : endOf(ended);
}

/** Path of the folder in which a scenario runs. */
export function runFolderOf(scenario: Scenario, out: string): string {
  return runFolderPath(out, scenario.name, formatScenario(scenario));
}

/** The end of a run on today's data that its folder tells of; undefined when it has to be played. */
export async function knownJob(
  scenario: Scenario,
  backend: string,
  { out, fresh }: Pick<JobPlace, 'out' | 'fresh'>,
): Promise<JobOutcome | undefined> {
  if (fresh) return undefined;
  const folder = runFolderOf(scenario, out);
  const known = await readRunOutcome(folder, backend, await fileDigests(scenario));
  return known && { ...known, folder, backend, reused: true };
}

/**
 * Plays a scenario in a process of its own, unless its folder holds the finished run. A run that diverged is finished:
 * it would diverge again. One that was stopped or killed goes on where it was, to the same end; where that is refused, it
 * begins anew, and why is told.
 *
 * @param backend Its name.
 * @throws HeavisideError `HV_RUN_FOLDER` or `HV_SNAPSHOTS` when the scenario or its snapshots cannot be written.
 */
export async function runJob(scenario: Scenario, backend: string, place: JobPlace): Promise<JobOutcome> {
  const { out, files, threads, fresh, start, signal, tell = () => undefined, lostAfter, snapshots } = place;
  const known = await knownJob(scenario, backend, place);
  if (known) return known;
  const folder = runFolderOf(scenario, out);
  const text = formatScenario(scenario);
  const file = join(files, `${basename(folder)}.yaml`);
  await makeFolders(files).catch((cause: unknown) => {
    throw folderError('cannot make the folder of the scenarios', files, cause);
  });
  await writeAtomically(file, text);
  // The sweep keeps them: its own file lasts, one beside a scenario for the moment would not.
  const anyDigest = snapshots === 'update';
  // Where a run of this file looks for them.
  if (snapshots && !anyDigest)
    await writeSnapshots(snapshotsPath(file), { [snapshotsRun(scenario.seed, [])]: snapshots });
  const played = { folder, backend, reused: false } as const;
  let anew = fresh;
  for (;;) {
    if (signal.aborted) return { kind: 'stopped', ...played };
    const goesOn = !anew && (await isUnfinished(folder, text, backend));
    const ended = await start({ file, out, backend, threads, anyDigest, resume: goesOn ? folder : undefined }, signal);
    const failure = failureOf(ended);
    const isLocked = failure?.code === 'HV_RUN_LOCKED';
    const refused = goesOn && failure && isRefusal(failure) ? failure : undefined;
    if (isLocked) await runTurn(folder, { signal, tell, lostAfter });
    if (isLocked || refused) {
      // Somebody else may have played it.
      const others = await readRunOutcome(folder, backend, await fileDigests(scenario));
      if (others) return { ...others, ...played, reused: true };
      if (refused) tell(`${folder} begins anew, it cannot be resumed: ${refused.code}: ${refused.message}`);
      anew ||= refused !== undefined;
      continue;
    }
    if (signal.aborted && ended.status !== 0) return { kind: 'stopped', ...played };
    // What a run says of itself is the same now and when it is found later.
    const told =
      failure === undefined || failure.code === 'HV_NON_FINITE' ? await readRunOutcome(folder, backend) : undefined;
    return { ...(told ?? { kind: 'failed', failure: failure ?? endOf(ended) }), ...played };
  }
}
