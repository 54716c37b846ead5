import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import { LOOKS_FILE } from '../record/looks-file-name.js';
import type { Look } from '../run/watch/look.js';
import { decodeFrames } from '../streams/frames/frame-file.js';
import type { RunFrame } from '../streams/frames/view-frame.js';

/** Far above what looks at ten samples of the largest network take. */
const MOST_BYTES = 2 ** 29;

function framesIn(bytes: Uint8Array, path: string): readonly RunFrame[] {
  try {
    return decodeFrames(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }), 'its content');
  } catch (cause) {
    const message = `${path} is damaged: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new HeavisideError('HV_FRAME', 'machine', message, {
      remedy: 'Run the scenario again.',
      facts: { path },
      cause,
    });
  }
}

/**
 * The looks at test samples that a run's folder keeps.
 *
 * @throws HeavisideError `HV_FILE_MISSING`, `HV_FILE_UNREADABLE`; `HV_FRAME` for a damaged file.
 */
export async function readLooks(folder: string): Promise<readonly Look[]> {
  const path = join(folder, LOOKS_FILE);
  return framesIn(await readBytes(path), path).flatMap(({ frame }) => (frame.kind === 'look' ? [frame.look] : []));
}
