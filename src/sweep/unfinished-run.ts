import type { RunFailure } from './finished-run.js';
import { readEnd, readLog, readScenarioText } from './stored-run.js';

/**
 * Whether the folder of a run holds a part of it with which `heaviside resume` can go on to the same end: of the same
 * scenario, backend and version, and nobody has changed it by hand while it ran.
 *
 * @param folder Path of the run's folder.
 * @throws The file system's errors.
 */
export async function isUnfinished(folder: string, scenarioText: string, backend: string): Promise<boolean> {
  if ((await readScenarioText(folder)) !== scenarioText) return false;
  const end = await readEnd(folder, backend);
  if (end === undefined || end.outcome === 'complete') return false;
  const log = await readLog(folder);
  return log === undefined || log.changes === 0;
}

/** Beginnings of the codes with which `heaviside resume` refuses to go on; nothing of the folder is changed then. */
const REFUSALS: readonly string[] = [
  'HV_RESUME_',
  'HV_CHECKPOINT',
  'HV_SAFETENSORS',
  'HV_RUN_MANIFEST',
  'HV_RUN_MISSING',
];

/** Whether a run could not be gone on with, so that it has to begin anew. */
export function isRefusal({ code }: RunFailure): boolean {
  return REFUSALS.some((beginning) => code.startsWith(beginning));
}
