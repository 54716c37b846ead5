import type { InputChunk } from '../../src/core/input-chunk.js';

/** Active inputs of every row, for reading in a test. */
export function spikeRows(chunk: InputChunk): number[][] {
  if (chunk.kind !== 'spikes') throw new Error(`expected spikes, got ${chunk.kind}`);
  const { offsets, indices } = chunk;
  return Array.from({ length: offsets.length - 1 }, (_, row) => [...indices.slice(offsets[row]!, offsets[row + 1]!)]);
}
