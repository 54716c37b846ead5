import type { DataSet } from '../data-set.js';
import { DIGITS_CSV_GZIP_BASE64 } from '../embedded/digits.js';
import { inflateUpTo } from '../files/inflate.js';
import { csvDataSet } from './csv-text.js';
import type { HalfDescription } from './source.js';

/** Far above the table's 265 KB. */
const MOST_TEXT_BYTES = 2 ** 20;

/**
 * The embedded handwritten digits: 1,438 train and 359 test images (every fifth row), shape `[1, 8, 8]`, grey levels
 * 0..16 divided by 16.
 *
 * @see Alpaydin & Kaynak 1998, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (CC BY 4.0).
 */
export async function digitsDataSet(source: HalfDescription & { readonly source: 'digits' }): Promise<DataSet> {
  const compressed = Uint8Array.from(atob(DIGITS_CSV_GZIP_BASE64), (character) => character.charCodeAt(0));
  const { bytes } = inflateUpTo('digits', compressed, MOST_TEXT_BYTES);
  const options = { split: source.split, label: 'last', header: false, scale: 16, testEvery: 5 };
  const table = csvDataSet('digits', new TextDecoder().decode(bytes), options);
  return { ...table, shape: [1, 8, 8] };
}
