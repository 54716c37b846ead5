import { parseSweep } from '../scenario/parse-scenario.js';
import type { Sweep } from '../scenario/sweep.js';
import { readScenarioFile } from './read-scenario-file.js';

/**
 * Reads the sweep of a scenario file.
 *
 * @throws HeavisideError `HV_SCENARIO_FILE`; `HV_SCENARIO`.
 */
export async function readSweep(file: string, overrides: readonly string[]): Promise<Sweep> {
  return parseSweep(await readScenarioFile(file), { file, overrides });
}
