import { loadDataSet } from '../data/load-data-set.js';
import { createRandomStreams } from '../data/random-streams.js';
import type { Scenario } from '../scenario/scenario.js';
import { plannedReplays, readReplays, withReplays } from './load-replays.js';
import type { RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import { runTask } from './run-task.js';

/**
 * Runs a scenario: loads or generates its data and reads the spikes that it replays, then trains, tests, records and checks;
 * each step is a plain event.
 *
 * @throws HeavisideError before the first event when data cannot be loaded or do not fit, or spikes (see `readReplays`); what
 *   `runTask` throws.
 */
export async function* runScenario(scenario: Scenario, options: RunOptions = {}): AsyncGenerator<RunEvent, void, void> {
  const { data, time, ...rest } = scenario;
  const streams = createRandomStreams(scenario.seed);
  const train = await loadDataSet(data.train, streams);
  const test = await loadDataSet(data.test, streams);
  const replayed = await readReplays(plannedReplays(scenario));
  const phases = withReplays(rest.phases, replayed);
  const task = { ...rest, steps: time.steps, dt: time.dt, data: { train, test }, phases, replayed };
  yield* runTask(task, streams, options);
}
