import { z } from 'zod';

import { readJsonDocument } from './read-json-document.js';

const SNAPSHOTS = z.object({
  file: z.string().optional(),
  run: z.string(),
  known: z.union([z.literal('update'), z.record(z.string(), z.string())]),
});

const MANIFEST = z.looseObject({
  heaviside: z.string(),
  backend: z.looseObject({ chosen: z.string() }),
  startedAt: z.string(),
  wallSeconds: z.number().optional(),
  data: z.object({ train: z.string(), test: z.string() }).catchall(z.string()).optional(),
  snapshots: SNAPSHOTS.optional(),
  resumed: z.int().min(0).optional(),
});

/**
 * What a manifest.json says that going on with a run needs. `data`: digests of all on which it began, by `train`, `test` and
 * the place of what it replays; `snapshots`: what the digests of the run are held against, and the file in which they are
 * kept, where it is to keep them, as whose.
 */
export type StoredManifest = Readonly<z.infer<typeof MANIFEST>>;

/**
 * Reads a run's manifest.json.
 *
 * @param where What to call the file in messages, usually its path.
 * @throws HeavisideError `HV_RUN_MANIFEST`, kind `machine`, with every problem.
 */
export function readRunManifest(bytes: Uint8Array, where: string): StoredManifest {
  return readJsonDocument(bytes, where, MANIFEST, { code: 'HV_RUN_MANIFEST', what: 'manifest' });
}
