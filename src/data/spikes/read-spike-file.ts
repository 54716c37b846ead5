import { readBytes } from '../files/read-bytes.js';
import { readText } from '../files/read-text.js';
import { spikesOfArchive } from './spike-archive.js';
import type { FoundSpikes, SpikeChoice, SpikeRoom } from './spike-list.js';
import { spikesOfTable } from './spike-table.js';

/**
 * Reads spikes from a file: an NPZ archive when its name ends in `.npz`, else a table in CSV, gzip-compressed when its name ends
 * in `.gz`.
 *
 * @returns The spikes, or everything that is wrong with them.
 * @throws HeavisideError what `readBytes` and `readText` throw.
 */
export async function readSpikeFile(file: string, choice: SpikeChoice, room: SpikeRoom): Promise<FoundSpikes> {
  if (file.endsWith('.npz')) return spikesOfArchive(await readBytes(file), choice, room);
  return spikesOfTable(await readText(file), choice, room);
}
