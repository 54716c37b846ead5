import { compiledExpectations, type ExpectingTask } from './expectations/compiled-expectations.js';
import { digestOutcome } from './expectations/digest-outcome.js';
import { numberOutcome } from './expectations/number-outcome.js';
import type { Readings } from './expectations/readings.js';
import type { KnownSnapshots } from './expectations/snapshot-key.js';
import type { ExpectationOutcome } from './run-event.js';

/**
 * Holds every expectation of a task against what its finished run has measured. What was not measured fails with the value
 * NaN and says so.
 *
 * @param snapshots Needed where there are digests, which only phases have.
 * @throws HeavisideError HV_EXPECT for expectations that mean nothing; `checkTask` finds them before a run.
 */
export function checkExpectations(
  task: ExpectingTask,
  readings: Readings,
  snapshots: KnownSnapshots = { known: {}, backend: '' },
): readonly ExpectationOutcome[] {
  return compiledExpectations(task).map(({ that, measurement, condition }, n) => {
    const { phase } = measurement;
    const { window } = task.expect[n]!;
    const outcome =
      measurement.kind === 'digest'
        ? digestOutcome(that, measurement, readings, snapshots)
        : numberOutcome(that, measurement, condition, readings);
    const where = { ...(phase === undefined ? {} : { in: phase }), ...(window === undefined ? {} : { window }) };
    return { that, ...where, ...outcome };
  });
}
