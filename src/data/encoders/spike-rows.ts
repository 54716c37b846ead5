import type { InputChunk } from '../../core/input-chunk.js';

export type SpikeChunk = Extract<InputChunk, { kind: 'spikes' }>;

/** Writes compressed rows of spikes one after the other. Mutates its own buffers only. */
export interface SpikeRowWriter {
  /** Adds a spike to the current row; inputs come in ascending order, each at most once a row. */
  add(input: number): void;
  endRow(): void;
  /** The rows so far, in arrays of their own. */
  finish(): SpikeChunk;
}

/**
 * A writer for exactly `rows` rows.
 *
 * @param expectedSpikes Room to begin with; it doubles when needed.
 */
export function createSpikeRowWriter(rows: number, expectedSpikes: number): SpikeRowWriter {
  const offsets = new Uint32Array(rows + 1);
  let indices = new Uint32Array(Math.max(16, Math.ceil(expectedSpikes)));
  let [row, spikes] = [0, 0];
  return {
    add(input) {
      if (spikes === indices.length) {
        const larger = new Uint32Array(2 * spikes);
        larger.set(indices);
        indices = larger;
      }
      indices[spikes++] = input;
    },
    endRow() {
      offsets[++row] = spikes;
    },
    finish: () => ({ kind: 'spikes', offsets, indices: indices.slice(0, spikes) }),
  };
}

/**
 * Sorts events into compressed rows by counting; events of one row keep their order.
 *
 * @param rowOf   Row of each event, below `rows`.
 * @param inputOf Input of each event.
 */
export function spikeRowsOf(rows: number, rowOf: Uint32Array, inputOf: Uint32Array): SpikeChunk {
  const offsets = new Uint32Array(rows + 1);
  for (const row of rowOf) offsets[row + 1]!++;
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice(0, rows);
  const indices = new Uint32Array(rowOf.length);
  rowOf.forEach((row, event) => {
    indices[next[row]!++] = inputOf[event]!;
  });
  return { kind: 'spikes', offsets, indices };
}
