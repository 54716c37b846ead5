import { Zip, ZipDeflate } from 'fflate';

import { HeavisideError } from '../core/heaviside-error.js';
import type { StoredTensor } from '../record/stored-tensor.js';
import { encodeNpy } from './npy.js';
import type { StagedFile } from './staging.js';

/** What a ZIP archive without extensions can hold: lengths and places are u32, the number of entries is u16. */
const LIMITS = { bytes: 2 ** 32 - 1, entries: 2 ** 16 - 1 };

/** Bytes that are compressed at once. */
const SLICE = 2 ** 20;

/** ZIP files need a time; the same run makes the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Writes arrays as an NPZ archive, what `numpy.load` reads: one deflated NPY file an array, `<name>.npy`. One array at a time
 * is in memory.
 *
 * @throws HeavisideError `HV_EXPORT_TOO_LARGE`, kind `machine`, when the archive would have more than 4 GiB, or an array
 *   has; RangeError when two arrays have one name.
 */
export async function writeNpz(
  file: StagedFile,
  arrays: AsyncIterable<StoredTensor>,
  limits: typeof LIMITS = LIMITS,
): Promise<void> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  const drain = async (): Promise<void> => {
    for (const bytes of ready.splice(0)) await file.write(bytes);
    refuseMore('bytes', file.size(), limits.bytes);
  };
  const names = new Set<string>();
  for await (const array of arrays) {
    const name = `${array.name}.npy`;
    if (names.has(name)) throw new RangeError(`two arrays are called "${array.name}"`);
    refuseMore('arrays', names.add(name).size, limits.entries);
    refuseMore('bytes', array.values.byteLength, limits.bytes);
    const entry = new ZipDeflate(name, { level: 6 });
    entry.mtime = NO_TIME;
    zip.add(entry);
    const bytes = encodeNpy(array);
    for (let at = 0; at < bytes.length; at += SLICE) {
      entry.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
      await drain();
    }
  }
  zip.end();
  await drain();
}

function refuseMore(what: string, count: number, most: number): void {
  if (count <= most) return;
  const message = `an NPZ file holds at most ${most} ${what}, expected to write ${count} or more`;
  throw new HeavisideError('HV_EXPORT_TOO_LARGE', 'machine', message, {
    remedy: 'Export `--to safetensors` or `--to csv`.',
    facts: { count, most },
  });
}
