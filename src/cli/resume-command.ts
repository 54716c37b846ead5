import { HeavisideError } from '../core/heaviside-error.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import { claimUnfinishedRun, type UnfinishedRun } from '../record/unfinished-run.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { closedAfter } from './closed-after.js';
import { playToResult, type ShowOptions } from './play-to-result.js';
import { warningTo } from './warning-to.js';

/** Options of `heaviside resume`. */
export interface ResumeOptions extends Pick<ShowOptions, 'json' | 'quiet' | 'report'> {
  readonly backend?: string;
  readonly threads?: number;
}

/** The backend of a run that goes on is that on which it began. */
function backendOf({ path, manifest }: UnfinishedRun, asked: string | undefined): string | undefined {
  if (!manifest) return asked;
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
 * @throws HeavisideError what `claimUnfinishedRun` throws, `HV_RESUME_BACKEND`, and what a run throws.
 */
export async function resumeCommand(
  given: string,
  options: ResumeOptions,
  dependencies: CliDependencies,
  io: CliIo,
): Promise<number> {
  const unfinished = await claimUnfinishedRun(given);
  const play = async (): Promise<number> => {
    const { scenarioText, scenarioFile, manifest, point, unsound } = unfinished;
    const backend = backendOf(unfinished, options.backend);
    const scenario = dependencies.parseScenario(scenarioText, { file: scenarioFile, overrides: [] });
    for (const why of unsound) warningTo(io)(`passed over: ${why}`);
    if (!options.quiet) io.stderr.write(`resuming ${unfinished.path} ${pointText(point?.checkpoint)}\n`);
    const snapshots = manifest?.snapshots;
    if (snapshots === 'update')
      warningTo(io)('snapshots are not kept by a run that goes on: run the scenario again with --update-snapshots');
    const earlier = { manifest, checkpoint: point?.checkpoint };
    const { threads } = options;
    const planned = { scenario, open: () => unfinished.open(), earlier, backend, threads, snapshots };
    return playToResult(planned, options, dependencies, io);
  };
  return closedAfter(play, () => unfinished.release());
}
