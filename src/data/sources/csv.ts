import type { DataSet } from '../data-set.js';
import { readText } from '../files/read-text.js';
import { csvDataSet } from './csv-text.js';
import type { HalfDescription } from './source.js';

/**
 * Loads one split of a CSV file, gzip-compressed when its name ends in `.gz`.
 *
 * @throws HeavisideError what `readText` and `csvDataSet` throw.
 */
export async function csvFileDataSet(source: HalfDescription & { readonly source: 'csv' }): Promise<DataSet> {
  const { file } = source;
  return csvDataSet(file, await readText(file), source);
}
