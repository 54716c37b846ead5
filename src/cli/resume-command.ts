import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import { refuseUnwritable } from '../record/snapshots-file.js';
import { claimUnfinishedRun, type UnfinishedRun } from '../record/unfinished-run.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { closedAfter } from './closed-after.js';
import { type JunitReport, junitReport } from './junit-report.js';
import { playToResult, type ShowOptions } from './play-to-result.js';
import { warningTo } from './warning-to.js';

/** Options of `heaviside resume`. */
export interface ResumeOptions extends Pick<ShowOptions, 'json' | 'quiet' | 'report'> {
  readonly backend?: string;
  readonly threads?: number;
  /** Path of a JUnit report. */
  readonly junit?: string;
}

/** The backend of a run that goes on is that on which it began. */
function backendOf({ path, manifest }: UnfinishedRun, asked: string | undefined): string {
  const { chosen } = manifest.backend;
  if (asked === undefined || asked === chosen) return chosen;
  const message = `${path}: this run began on backend ${chosen}, it cannot go on with ${asked}: rounding differs between backends`;
  throw new HeavisideError('HV_RESUME_BACKEND', 'usage', message, {
    remedy: `Leave out --backend, or run the scenario again with --backend ${asked}.`,
    facts: { path, expected: chosen, got: asked },
  });
}

function pointText(checkpoint: Checkpoint | undefined): string {
  if (!checkpoint) return 'from its beginning: it has no checkpoint yet';
  const { reason, epoch, step } = checkpoint;
  return `from epoch ${epoch}, step ${step} (${reason} checkpoint)`;
}

/**
 * `heaviside resume`: goes on with a run that was stopped, failed or was killed, in its folder, and prints its result. The
 * end is the same, to the byte, as if nothing had happened.
 *
 * @param given Path of the run's folder.
 * @returns The exit status, as that of `heaviside run`.
 * @throws HeavisideError what `claimUnfinishedRun` throws, `HV_RESUME_BACKEND`, `HV_RESUME_DATA`, and what a run throws.
 */
export async function resumeCommand(
  given: string,
  options: ResumeOptions,
  dependencies: CliDependencies,
  io: CliIo,
): Promise<number> {
  const junit = junitReport(join(given, 'scenario.yaml'), options.junit, io);
  const unfinished = await claimUnfinishedRun(given).catch(async (error: unknown) => {
    // The report of a run that is complete says more than that it is.
    if (!(error instanceof HeavisideError && error.code === 'HV_RESUME_COMPLETE')) await junit.failed(error);
    throw error;
  });
  return closedAfter(
    () => goOn(unfinished, junit, options, dependencies, io),
    () => unfinished.release(),
  );
}

async function goOn(
  unfinished: UnfinishedRun,
  junit: JunitReport,
  options: ResumeOptions,
  dependencies: CliDependencies,
  io: CliIo,
): Promise<number> {
  const { path, scenarioText, scenarioFile, manifest, point, unsound } = unfinished;
  const warn = warningTo(io);
  await junit.begin();
  const prepared = async () => {
    const backend = backendOf(unfinished, options.backend);
    return { backend, scenario: dependencies.parseScenario(scenarioText, { file: scenarioFile, overrides: [] }) };
  };
  const { backend, scenario } = await prepared().catch(async (error: unknown) => {
    await junit.failed(error);
    throw error;
  });
  for (const why of unsound) warn(`passed over: ${why}`);
  if (!manifest.data)
    warn('whether the data are still those on which it began is not known: its manifest has no digests');
  if (!options.quiet) io.stderr.write(`resuming ${path} ${pointText(point?.checkpoint)}\n`);
  const { snapshots } = manifest;
  if (snapshots?.known === 'update' && snapshots.file !== undefined)
    await refuseUnwritable(snapshots.file).catch(({ message }: Error) => warn(message));
  const earlier = { path, manifest, checkpoint: point?.checkpoint };
  const open = (_scenarioText: string, changed: object) => unfinished.open(changed);
  const { threads } = options;
  return playToResult({ scenario, open, earlier, backend, threads, snapshots, junit }, options, dependencies, io);
}
