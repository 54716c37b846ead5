import { HeavisideError } from '../core/heaviside-error.js';
import { parseSweep } from '../scenario/parse-scenario.js';
import type { Sweep } from '../scenario/sweep.js';
import { readScenarioFile } from './read-scenario-file.js';
import { hasSnapshots } from './snapshots-file.js';

/** Runs of a sweep are started from files of their own, beside which nobody keeps snapshots: none could be met. */
function refuseSnapshots(file: string, { points }: Sweep): void {
  const point = points.find(({ scenario }) => hasSnapshots(scenario));
  if (!point) return;
  const held = point.scenario.expect.flatMap(({ that, in: phase, equals }, n) =>
    equals === 'snapshot' ? [`  expect[${n}]: ${that}${phase === undefined ? '' : `@${phase}`}`] : [],
  );
  const message = `${file}: the runs of a sweep have no snapshots that these could be held against:\n${held.join('\n')}`;
  throw new HeavisideError('HV_SWEEP_SNAPSHOTS', 'usage', message, {
    remedy:
      "Leave them out of the sweep, for example with the override 'expect=[]', or run each seed with --update-snapshots.",
    facts: { file },
  });
}

/**
 * Reads the sweep of a scenario file.
 *
 * @throws HeavisideError `HV_SCENARIO_FILE`; `HV_SCENARIO`; `HV_SWEEP_SNAPSHOTS` when its runs are held against snapshots.
 */
export async function readSweep(file: string, overrides: readonly string[]): Promise<Sweep> {
  const sweep = parseSweep(await readScenarioFile(file), { file, overrides });
  refuseSnapshots(file, sweep);
  return sweep;
}
