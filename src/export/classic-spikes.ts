import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readBytes } from '../data/files/read-bytes.js';
import { decodeSpikes } from '../record/spike-file.js';
import type { ExportedSpikes } from './recorded-file.js';

const FOLDER = 'spikes';
const ENDING = '.safetensors.gz';

/** Paths of the spike files that the test at the end of a run left, sorted; none where there are none. */
export async function listSpikeFiles(run: string): Promise<readonly string[]> {
  const names = await readdir(join(run, FOLDER)).catch(() => []);
  return names
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map((name) => join(run, FOLDER, name));
}

/**
 * The spikes of such a file, a presentation at a time.
 *
 * @throws HeavisideError of kind `machine` when the file cannot be read or is damaged.
 */
export async function* readSpikeFile(path: string): AsyncIterable<ExportedSpikes> {
  for (const record of decodeSpikes(await readBytes(path), path)) yield { kind: 'spikes', from: 0, ...record };
}
