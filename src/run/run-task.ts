import type { RandomStreams } from '../data/random-streams.js';
import { failedEvent } from './failed-event.js';
import { runPhases } from './phases/run-phases.js';
import { prepareRun, startedEvent } from './prepare-run.js';
import type { RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import { RunStanding } from './run-standing.js';
import { runTraining } from './run-training.js';
import type { Task } from './task.js';

/**
 * Runs a task: trains, tests, records, checks, and tells each step of it as a plain event.
 *
 * The generator owns the loop, the seed and the schedule. Ending it early (`return()`) frees the device; aborting the
 * signal also yields a checkpoint, histograms of what it had learned, a look at the first sample and `run-ended` first.
 *
 * @throws HeavisideError before the first event when data, network or backend do not fit, or a checkpoint to go on from
 *   does not. Later whatever went wrong (HV_NON_FINITE when training diverges), after `run-failed`, with the last good
 *   weights in the checkpoint before it.
 */
export async function* runTask(
  task: Task,
  streams: RandomStreams,
  options: RunOptions,
): AsyncGenerator<RunEvent, void, void> {
  const run = await prepareRun(task, streams, options);
  let failed = false;
  try {
    yield startedEvent(task, run, options);
    const standing = new RunStanding(task, run, options);
    try {
      const parts = task.phases.length === 0 ? runTraining(standing) : [runPhases(standing)];
      for (const part of parts) yield* part;
    } catch (error) {
      // A device that is lost has no weights to give; the error to tell is still the first one.
      const rescued = await standing.checkpoint('last-good').catch(() => undefined);
      if (rescued) yield rescued;
      const { epoch, step } = standing.position;
      yield failedEvent(error, epoch, step);
      throw error;
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    await run.learner.close().catch((error: unknown) => {
      // What went wrong first is what counts.
      if (!failed) throw error;
    });
  }
}
