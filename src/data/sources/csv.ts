import { HeavisideError } from '../../core/heaviside-error.js';
import type { DataSet } from '../data-set.js';
import { inflateUpTo } from '../files/inflate.js';
import { readBytes } from '../files/read-bytes.js';
import { csvDataSet } from './csv-text.js';
import type { HalfDescription } from './source.js';

/** Longest text that every JavaScript engine of today holds in one string, and a little less. */
const MOST_TEXT_BYTES = 2 ** 28;

/**
 * Loads one split of a CSV file, gzip-compressed when its name ends in `.gz`.
 *
 * @throws HeavisideError `HV_FILE_TOO_LARGE` above 256 MiB of text, and what `readBytes`, `inflateUpTo` and
 *   `csvDataSet` throw.
 */
export async function csvFileDataSet(source: HalfDescription & { readonly source: 'csv' }): Promise<DataSet> {
  const { file } = source;
  const raw = await readBytes(file);
  const { bytes, complete } = file.endsWith('.gz')
    ? inflateUpTo(file, raw, MOST_TEXT_BYTES)
    : { bytes: raw, complete: raw.length <= MOST_TEXT_BYTES };
  if (!complete) {
    const message = `${file}: expected at most ${MOST_TEXT_BYTES} bytes of text, got more`;
    throw new HeavisideError('HV_FILE_TOO_LARGE', 'machine', message, { remedy: 'Split the file.', facts: { file } });
  }
  return csvDataSet(file, new TextDecoder().decode(bytes), source);
}
