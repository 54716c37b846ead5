import { HeavisideError } from '../../core/heaviside-error.js';
import { inflateUpTo } from './inflate.js';
import { readBytes } from './read-bytes.js';

/** Longest text that every JavaScript engine of today holds in one string, and a little less. */
const MOST_TEXT_BYTES = 2 ** 28;

/**
 * Reads a whole file of text, gzip-compressed when its name ends in `.gz`.
 *
 * @throws HeavisideError `HV_FILE_TOO_LARGE` above 256 MiB of text, and what `readBytes` and `inflateUpTo` throw.
 */
export async function readText(file: string): Promise<string> {
  const raw = await readBytes(file);
  const { bytes, complete } = file.endsWith('.gz')
    ? inflateUpTo(file, raw, MOST_TEXT_BYTES)
    : { bytes: raw, complete: raw.length <= MOST_TEXT_BYTES };
  if (!complete) {
    const message = `${file}: expected at most ${MOST_TEXT_BYTES} bytes of text, got more`;
    throw new HeavisideError('HV_FILE_TOO_LARGE', 'machine', message, { remedy: 'Split the file.', facts: { file } });
  }
  return new TextDecoder().decode(bytes);
}
