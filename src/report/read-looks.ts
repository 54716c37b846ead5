import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { readBytes } from '../data/files/read-bytes.js';
import { LOOKS_FILE } from '../record/looks-file-name.js';
import type { Look } from '../run/watch/look.js';
import { decodeFrames } from '../streams/frames/frame-file.js';

/** Far above what looks at ten samples of the largest network take. */
const MOST_BYTES = 2 ** 29;

/**
 * The looks at test samples that a run's folder keeps.
 *
 * @throws HeavisideError `HV_FILE_MISSING`, `HV_FILE_UNREADABLE`; `HV_FRAME` and zlib's errors for a damaged file.
 */
export async function readLooks(folder: string): Promise<readonly Look[]> {
  const path = join(folder, LOOKS_FILE);
  const plain = gunzipSync(await readBytes(path), { maxOutputLength: MOST_BYTES });
  return decodeFrames(plain, LOOKS_FILE).flatMap(({ frame }) => (frame.kind === 'look' ? [frame.look] : []));
}
