import type { Scenario } from '../scenario/scenario.js';
import { PREFERRED_BACKENDS, scenarioBackend } from './rule-backend.js';
import { type JobOutcome, type JobPlace, knownJob, runFolderOf, runJob } from './run-job.js';

/**
 * Plays a scenario on the backend that is named, or on the first that can run it, unless its folder holds the finished
 * run. One that no backend can run has failed.
 *
 * @param named Omitted: see `scenarioBackend`.
 * @throws HeavisideError What `scenarioBackend` and `runJob` throw.
 */
export async function runPoint(scenario: Scenario, named: string | undefined, place: JobPlace): Promise<JobOutcome> {
  // Getting a run ready takes longer than a look at its folder.
  const known = await knownJob(scenario, named ?? PREFERRED_BACKENDS[0]!, place);
  if (known) return known;
  const backend = await scenarioBackend(scenario, named);
  if ('chosen' in backend) return runJob(scenario, backend.chosen, place);
  return { kind: 'failed', failure: backend.refused, folder: runFolderOf(scenario, place.out), reused: false };
}
