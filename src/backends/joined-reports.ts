import type { ChunkReport, RecordedSpikes } from './backend.js';

/** One report of pieces of a presentation that follow each other. */
export function joinedReports(pieces: readonly ChunkReport[]): ChunkReport {
  const [first, ...others] = pieces;
  return others.reduce(
    (all, piece) => ({
      outputSums: all.outputSums.map((sum, k) => sum + piece.outputSums[k]!),
      lastOutput: piece.lastOutput,
      spikes: Object.fromEntries(Object.entries(all.spikes).map(([id, count]) => [id, count + piece.spikes[id]!])),
      synapticOperations: all.synapticOperations + piece.synapticOperations,
      recorded: all.recorded.map((rows, k) => joinedRows(rows, piece.recorded[k]!)),
    }),
    first!,
  );
}

function joinedRows(first: RecordedSpikes, second: RecordedSpikes): RecordedSpikes {
  const before = first.units.length;
  const offsets = new Uint32Array(first.offsets.length + second.offsets.length - 1);
  offsets.set(first.offsets);
  offsets.set(
    second.offsets.subarray(1).map((offset) => before + offset),
    first.offsets.length,
  );
  const units = new Uint32Array(before + second.units.length);
  units.set(first.units);
  units.set(second.units, before);
  return { layer: first.layer, offsets, units };
}
