import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';

import { littleEndianBytes, safetensorsBeginning, type TensorHead } from '../record/encode-safetensors.js';
import { ELEMENT_BYTES, elementType, type StoredTensor } from '../record/stored-tensor.js';
import type { StagedFile, Staging } from './staging.js';

/** Values on their way to the file, with those of the same alignment. */
interface Spool {
  readonly name: string;
  readonly file: StagedFile;
  readonly heads: TensorHead[];
}

/**
 * Writes arrays as one safetensors file. One array at a time is in memory: the header stands before the values and is known
 * after them, so values wait in files beside it, the wide ones in one of their own so that all are aligned in the end.
 *
 * @throws RangeError when two arrays have one name.
 */
export async function writeSafetensors(
  staging: Staging,
  file: StagedFile,
  arrays: AsyncIterable<StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const openSpool = async (name: string): Promise<Spool> => ({ name, file: await staging.open(name), heads: [] });
  const [wide, narrow] = [await openSpool('wide-values'), await openSpool('narrow-values')];
  for await (const array of arrays) {
    const dtype = elementType(array);
    const spool = ELEMENT_BYTES[dtype] === 8 ? wide : narrow;
    spool.heads.push({ name: array.name, shape: array.shape, dtype });
    await spool.file.write(littleEndianBytes(array.values));
  }
  await file.write(safetensorsBeginning([...wide.heads, ...narrow.heads], metadata));
  for (const spool of [wide, narrow]) {
    await spool.file.close();
    for await (const bytes of createReadStream(staging.path(spool.name))) await file.write(bytes);
    await rm(staging.path(spool.name));
  }
}
