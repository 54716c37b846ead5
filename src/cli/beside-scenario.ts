import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';

/**
 * The error of a run whose data are not at a relative path, which begins at the working folder: where they lie beside the
 * scenario, its remedy says so. Any other error comes back as it is.
 *
 * @param scenarioFile Path of the scenario; undefined: it lies where nobody keeps data.
 */
export async function besideScenario(error: unknown, scenarioFile: string | undefined): Promise<unknown> {
  if (!(error instanceof HeavisideError) || scenarioFile === undefined) return error;
  const { code, kind, message, facts, cause } = error;
  const { path, tried } = facts;
  if (typeof path !== 'string' || tried === undefined) return error;
  const beside = join(dirname(scenarioFile), path);
  const isThere = await stat(beside).then(
    () => true,
    () => false,
  );
  if (!isThere) return error;
  const remedy = `There is nothing at ${tried}, but beside the scenario there is: name it ${beside}, for a relative path begins at the working folder.`;
  return new HeavisideError(code, kind, message, { remedy, facts: { ...facts, beside }, cause });
}
