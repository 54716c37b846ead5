import { HeavisideError } from '../core/heaviside-error.js';
import { createRunFolder, type RunFolder } from '../record/run-folder.js';
import { refuseUnwritable, snapshotsPath } from '../record/snapshots-file.js';
import { wasCutShort } from '../record/was-cut-short.js';
import { snapshotsRun } from '../scenario/overrides/snapshots-run.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { junitReport } from './junit-report.js';
import { playToResult, type ShowOptions } from './play-to-result.js';
import { readScenarioFile } from './read-scenario-file.js';
import { hasSnapshots, heldAgainst, type RunSnapshots } from './run-snapshots.js';

/** Options of `heaviside run`. */
export interface RunOptions extends ShowOptions {
  readonly out: string;
  readonly seed?: number;
  readonly backend?: string;
  readonly threads?: number;
  /** Path of a JUnit report. */
  readonly junit?: string;
  /** Whether what digests come to is kept, instead of being held against what is kept. */
  readonly updateSnapshots?: boolean;
  /** Whether digests pass whatever they come to, and none is kept: whoever asked for the run does both. */
  readonly anyDigest?: boolean;
}

/** Options of a page that there is not to be are a mistake. */
function requireView({ view, host, port, keep }: RunOptions): void {
  const given = Object.entries({ host, port, keep }).filter(([, value]) => value !== undefined);
  if (view || given.length === 0) return;
  const names = given.map(([name]) => `--${name}`).join(', ');
  throw new HeavisideError('HV_ARGUMENTS', 'usage', `${names}: expected --view as well`, {
    remedy: 'Add --view to watch the run on a page, or leave them out.',
  });
}

/**
 * `heaviside run`: runs a scenario and prints its result.
 *
 * @returns The exit status: 0 done, 1 an expectation was not met, 130, 143 or 129 stopped by a signal, 130 also when stopped
 *   from the page. That of an error when it has been told because the page stays after it.
 */
export async function runCommand(
  file: string,
  overrides: readonly string[],
  options: RunOptions,
  dependencies: CliDependencies,
  io: CliIo,
): Promise<number> {
  const { out, backend, threads, quiet = false } = options;
  requireView(options);
  const junit = junitReport(file, options.junit, io);
  await junit.begin();
  const { scenario, snapshots } = await readRun(file, overrides, options, dependencies).catch(async (error) => {
    await junit.failed(error);
    throw error;
  });
  const open = async (scenarioText: string, manifest: object): Promise<RunFolder> => {
    const folder = await createRunFolder({ out, name: scenario.name, scenarioText, manifest });
    if (!quiet) await tellPrevious(folder, io);
    return folder;
  };
  return playToResult(
    { scenario, scenarioFile: file, open, backend, threads, snapshots, junit },
    options,
    dependencies,
    io,
  );
}

/** Who begins a run anew that was cut short may have wanted to go on with it. */
async function tellPrevious({ previous }: RunFolder, { stderr }: CliIo): Promise<void> {
  if (previous === undefined || !(await wasCutShort(previous))) return;
  stderr.write(`begins anew; the run that was cut short is kept: heaviside resume ${previous} goes on with it\n`);
}

/** A scenario, and the snapshots that it is held against. */
async function readRun(
  file: string,
  overrides: readonly string[],
  { seed, updateSnapshots = false, anyDigest = false }: Pick<RunOptions, 'seed' | 'updateSnapshots' | 'anyDigest'>,
  { parseScenario }: Pick<CliDependencies, 'parseScenario'>,
) {
  const text = await readScenarioFile(file);
  const scenario = parseScenario(text, { file, overrides, ...(seed === undefined ? {} : { seed }) });
  if (!hasSnapshots(scenario) && !updateSnapshots) return { scenario, snapshots: undefined };
  const run = snapshotsRun(scenario.seed, overrides);
  if (anyDigest && !updateSnapshots) return { scenario, snapshots: { run, known: 'update' } as const };
  const path = snapshotsPath(file);
  const known = (await heldAgainst(scenario, path, run)) ?? {};
  if (updateSnapshots) await refuseUnwritable(path);
  const snapshots: RunSnapshots = updateSnapshots ? { file: path, run, known: 'update' } : { run, known };
  return { scenario, snapshots };
}
