import { jsonText } from '../record/json-text.js';
import type { Summary } from '../streams/to-summary.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { EXIT, statusOfSignal } from './exit-status.js';
import { keepSnapshots } from './keep-snapshots.js';
import { paintFor } from './paint.js';
import { playRun } from './play-run.js';
import { resultText } from './result-text.js';
import type { PlannedRun } from './run-request.js';
import { stopOnSignal } from './stop-on-signal.js';
import { tellError } from './tell-error.js';
import type { RunView } from './view-run.js';
import { writeText } from './write-text.js';

/** How a run is shown. */
export interface ShowOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Whether the run's folder gets a report; it does unless told. */
  readonly report?: boolean;
  /** Whether the run is shown on a page while it goes on. */
  readonly view?: boolean;
  readonly host?: string;
  readonly port?: number;
  /** Whether the page stays when the run is over. */
  readonly keep?: boolean;
}

/**
 * Writes what somebody wants of a run besides its folder. What cannot be written is told, and costs nobody the result.
 *
 * @returns The exit status as far as this goes.
 */
async function keepBesides({ junit, snapshots }: PlannedRun, summary: Summary, io: CliIo): Promise<number> {
  let status: number = EXIT.done;
  for (const keep of [async () => junit?.ended(summary), () => keepSnapshots(snapshots, summary, io)])
    try {
      await keep();
    } catch (error) {
      status = await tellError(error, { json: false }, io);
    }
  return status;
}

/**
 * Plays a run and prints its result.
 *
 * @returns The exit status: 0 done, 1 an expectation was not met, 130, 143 or 129 stopped by a signal, 130 also when stopped
 *   from the page. That of an error when it has been told because the page stays after it.
 */
export async function playToResult(
  planned: PlannedRun,
  options: ShowOptions,
  dependencies: CliDependencies,
  io: CliIo,
): Promise<number> {
  const { json = false, quiet = false, report: wanted = true, host, port, keep = false } = options;
  const watch = stopOnSignal(io.signals, (signal) => {
    // After the live line has gone: its listener was told by the same abort.
    io.stderr.write(`${signal}: stopping after this batch, with a checkpoint; once more to stop at once\n`);
  });
  let view: RunView | undefined;
  const pageStays = (): boolean => keep && watch.caught() === undefined;
  try {
    if (options.view) view = await (await import('./view-run.js')).openRunView({ host, port }, io);
    const abort = view ? AbortSignal.any([watch.abort, view.abort]) : watch.abort;
    const request = { ...planned, quiet, report: wanted, picture: !json && !quiet, abort, view };
    const { summary, report } = await playRun(request, dependencies, io).catch(async (error: unknown) => {
      await planned.junit?.failed(error);
      throw error;
    });
    const kept = await keepBesides(planned, summary, io);
    const result = json ? `${jsonText(summary, true)}\n` : resultText(summary, paintFor(io.stdout, io.env), report);
    await writeText(io.stdout, result);
    const signal = watch.caught();
    if (summary.reason === 'interrupted') return statusOfSignal(signal ?? 'SIGINT');
    if (kept !== EXIT.done) return kept;
    return summary.expect.every(({ pass }) => pass) ? EXIT.done : EXIT.failed;
  } catch (error) {
    view?.failed(error);
    if (!view || !pageStays()) throw error;
    return await tellError(error, { json }, io);
  } finally {
    watch.release();
    await view?.end(pageStays());
  }
}
