import { HeavisideError } from '../../core/heaviside-error.js';
import { inflateUpTo } from './inflate.js';
import { MOST_FILE_BYTES, readBytes } from './read-bytes.js';

/** Unsigned bytes with their extents, slowest first: `[images, rows, columns]` or `[labels]`. */
export interface IdxBytes {
  readonly extents: readonly number[];
  readonly bytes: Uint8Array;
}

const hex = (number: number): string => `0x${number.toString(16).padStart(8, '0')}`;

function refuse(code: string, path: string, expected: string, got: string, remedy: string): never {
  const message = `${path}: expected ${expected}, got ${got}`;
  throw new HeavisideError(code, 'usage', message, { remedy, facts: { path, expected, got } });
}

/** Extents from the header; refuses sizes that no data set has before anything is allocated for them. */
function headerExtents(path: string, head: Uint8Array, dimensions: number): readonly number[] {
  const magic = 0x0800 + dimensions;
  const headBytes = 4 + 4 * dimensions;
  if (head.length < headBytes) {
    refuse('HV_IDX_TRUNCATED', path, `a header of ${headBytes} bytes`, `${head.length} bytes`, 'Fetch the file again.');
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0) !== magic) {
    const remedy = 'Images and labels may be swapped, or the file is no IDX file of unsigned bytes.';
    refuse('HV_IDX_MAGIC', path, `the magic number ${hex(magic)}`, hex(view.getUint32(0)), remedy);
  }
  const extents = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  const total = extents.reduce((product, extent) => product * extent, 1);
  if (extents.slice(1).includes(0) || total > MOST_FILE_BYTES) {
    const expected = `extents above 0 of at most ${MOST_FILE_BYTES} values`;
    refuse('HV_IDX_EXTENTS', path, expected, extents.join(' x '), 'The header is damaged; fetch the file again.');
  }
  return extents;
}

/**
 * Reads an IDX file of unsigned bytes, gzip-compressed when its name ends in `.gz`.
 *
 * The header is four bytes 0, 0, 8, dimensions, then one big-endian 32-bit extent a dimension, then the values.
 *
 * @param dimensions 3 for images, 1 for labels.
 * @throws HeavisideError `HV_IDX_MAGIC`, `HV_IDX_EXTENTS`, `HV_IDX_TRUNCATED`, `HV_IDX_TOO_LONG`, and what
 *   `readBytes` and `inflateUpTo` throw.
 * @see LeCun, Cortes & Burges, "The MNIST database of handwritten digits", section "File formats".
 */
export async function readIdxFile(path: string, dimensions: 1 | 3): Promise<IdxBytes> {
  const raw = await readBytes(path);
  const upTo = path.endsWith('.gz')
    ? (limit: number) => inflateUpTo(path, raw, limit)
    : (limit: number) => Promise.resolve({ bytes: raw.subarray(0, limit), complete: raw.length <= limit });
  const headBytes = 4 + 4 * dimensions;
  const extents = headerExtents(path, (await upTo(headBytes)).bytes, dimensions);
  const expected = extents.reduce((product, extent) => product * extent, 1) + headBytes;
  const sum = `${expected} bytes (${headBytes} of header and ${extents.join(' x ')})`;
  const { bytes, complete } = await upTo(expected);
  if (bytes.length < expected) {
    refuse('HV_IDX_TRUNCATED', path, sum, `${bytes.length} bytes`, 'The file is cut off; fetch it again.');
  }
  if (!complete) refuse('HV_IDX_TOO_LONG', path, sum, 'more', 'The header or the file is damaged; fetch it again.');
  return { extents, bytes: bytes.subarray(headBytes) };
}
