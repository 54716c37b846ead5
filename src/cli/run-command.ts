import { jsonText } from '../record/json-text.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { EXIT, statusOfSignal } from './exit-status.js';
import { paintFor } from './paint.js';
import { playRun } from './play-run.js';
import { readScenarioFile } from './read-scenario-file.js';
import { resultText } from './result-text.js';
import { stopOnSignal } from './stop-on-signal.js';
import { writeText } from './write-text.js';

/** Options of `heaviside run`. */
export interface RunOptions {
  readonly out: string;
  readonly seed?: number;
  readonly backend?: string;
  readonly threads?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/**
 * `heaviside run`: runs a scenario and prints its result.
 *
 * @returns The exit status: 0 done, 1 an expectation was not met, 130, 143 or 129 stopped by a signal.
 */
export async function runCommand(
  file: string,
  overrides: readonly string[],
  options: RunOptions,
  dependencies: CliDependencies,
  io: CliIo,
): Promise<number> {
  const { out, seed, backend, threads, json = false, quiet = false } = options;
  const text = await readScenarioFile(file);
  const scenario = dependencies.parseScenario(text, { file, overrides, ...(seed === undefined ? {} : { seed }) });
  const watch = stopOnSignal(io.signals, (signal) => {
    // After the live line has gone: its listener was told by the same abort.
    io.stderr.write(`${signal}: stopping after this batch, with a checkpoint; once more to stop at once\n`);
  });
  try {
    const request = { scenario, out, backend, threads, quiet, abort: watch.abort };
    const summary = await playRun(request, dependencies, io);
    const result = json ? `${jsonText(summary, true)}\n` : resultText(summary, paintFor(io.stdout, io.env));
    await writeText(io.stdout, result);
    const signal = watch.caught();
    if (summary.reason === 'interrupted') return statusOfSignal(signal ?? 'SIGINT');
    return summary.expect.every(({ pass }) => pass) ? EXIT.done : EXIT.failed;
  } finally {
    watch.release();
  }
}
