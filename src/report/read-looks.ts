import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import { LOOKS_FILE } from '../record/looks-file-name.js';
import type { Look } from '../run/watch/look.js';
import { decodeLooks } from '../streams/looks-file.js';

/** Far above what looks at ten samples of the largest network take. */
const MOST_BYTES = 2 ** 29;

function looksIn(bytes: Uint8Array, path: string): readonly Look[] {
  try {
    return decodeLooks(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }), 'its content');
  } catch (cause) {
    const message = `${path} is damaged: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new HeavisideError('HV_LOOKS', 'machine', message, {
      remedy: 'Run the scenario again.',
      facts: { path },
      cause,
    });
  }
}

/**
 * The looks at test samples that a run's folder keeps.
 *
 * @throws HeavisideError `HV_FILE_MISSING`, `HV_FILE_UNREADABLE`; `HV_LOOKS` for a damaged file.
 */
export async function readLooks(folder: string): Promise<readonly Look[]> {
  const path = join(folder, LOOKS_FILE);
  return looksIn(await readBytes(path), path);
}
