import { z } from 'zod';

import { NON_FINITE } from './parse-json-text.js';
import { readJsonDocument } from './read-json-document.js';

/** Numbers that are not finite stand in the file as text. */
const value = z.union([z.number(), z.enum(NON_FINITE).transform(Number)]);

const SUMMARY = z.object({
  name: z.string(),
  seed: z.number(),
  backend: z.string(),
  reason: z.enum(['complete', 'interrupted']),
  epochs: z.number(),
  metrics: z.record(z.string(), value),
  /** Those of each phase; absent where the run is a single training. */
  phases: z.record(z.string(), z.record(z.string(), value)).optional(),
});

/** What a summary.json says that a later look at the run needs. */
export type StoredSummary = Readonly<z.infer<typeof SUMMARY>>;

/**
 * Reads a run's summary.json.
 *
 * @param where What to call the file in messages, usually its path.
 * @throws HeavisideError `HV_RUN_SUMMARY`, kind `machine`, with every problem.
 */
export function readRunSummary(bytes: Uint8Array, where: string): StoredSummary {
  return readJsonDocument(bytes, where, SUMMARY, { code: 'HV_RUN_SUMMARY', what: 'summary' });
}
