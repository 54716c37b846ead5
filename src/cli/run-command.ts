import { HeavisideError } from '../core/heaviside-error.js';
import { createRunFolder } from '../record/run-folder.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { playToResult, type ShowOptions } from './play-to-result.js';
import { readScenarioFile } from './read-scenario-file.js';
import { runEnds } from './run-ends.js';
import { hasSnapshots, readSnapshots, snapshotsPath } from './snapshots-file.js';

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
  const { out, backend, threads, updateSnapshots = false } = options;
  requireView(options);
  const ends = runEnds(file, options, io);
  await ends.begin();
  const { scenario, snapshots } = await readRun(file, overrides, options, dependencies).catch(async (error) => {
    await ends.failed(error);
    throw error;
  });
  const open = (scenarioText: string) => createRunFolder({ out, name: scenario.name, scenarioText });
  const planned = {
    scenario,
    open,
    backend,
    threads,
    snapshots: updateSnapshots ? 'update' : snapshots,
    ends,
  } as const;
  return playToResult(planned, options, dependencies, io);
}

/** A scenario, and the snapshots that it is held against. */
async function readRun(
  file: string,
  overrides: readonly string[],
  { seed }: Pick<RunOptions, 'seed'>,
  { parseScenario }: Pick<CliDependencies, 'parseScenario'>,
) {
  const text = await readScenarioFile(file);
  const scenario = parseScenario(text, { file, overrides, ...(seed === undefined ? {} : { seed }) });
  const snapshots = hasSnapshots(scenario) ? await readSnapshots(snapshotsPath(file)) : undefined;
  return { scenario, snapshots };
}
