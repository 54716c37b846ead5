import { RunsStopped } from '../sweep/job-pool.js';
import type { CliIo } from './cli-io.js';
import { statusOfSignal } from './exit-status.js';
import { stopOnSignal } from './stop-on-signal.js';

/**
 * Does something that consists of many runs and that Ctrl-C stops: the runs then end with a checkpoint each, and the same
 * command goes on from there.
 *
 * @param play Gives the exit status; its signal is aborted when it should stop.
 * @returns The same, or 130, 143 or 129 when a signal stopped it.
 */
export async function stoppableStudy(io: CliIo, play: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const watch = stopOnSignal(io.signals, (signal) => {
    io.stderr.write(`${signal}: stopping the runs; once more to stop at once\n`);
  });
  try {
    return await play(watch.abort);
  } catch (error) {
    if (!(error instanceof RunsStopped)) throw error;
    io.stderr.write('stopped: the same command goes on from here; finished runs are kept\n');
    return statusOfSignal(watch.caught() ?? 'SIGINT');
  } finally {
    watch.release();
  }
}
