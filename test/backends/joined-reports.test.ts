import { expect, test } from 'vitest';
import type { ChunkReport } from '../../src/backends/backend.js';
import { joinedReports } from '../../src/backends/joined-reports.js';

const report = (value: number, offsets: readonly number[], units: readonly number[]): ChunkReport => ({
  outputSums: Float64Array.of(value, 2 * value),
  lastOutput: Float64Array.of(value, 0),
  spikes: { h: units.length },
  synapticOperations: 10 * value,
  recorded: [{ layer: 'h', offsets: Uint32Array.from(offsets), units: Uint32Array.from(units) }],
});

test('pieces are added up, their last outputs are those of the last, their spikes follow each other', () => {
  // Two rows with spikes of 4 and of 0 and 5, then one without, then one with 7.
  expect(joinedReports([report(1, [0, 1, 3], [4, 0, 5]), report(2, [0, 0], []), report(3, [0, 1], [7])])).toEqual({
    outputSums: Float64Array.of(6, 12),
    lastOutput: Float64Array.of(3, 0),
    spikes: { h: 4 },
    synapticOperations: 60,
    recorded: [{ layer: 'h', offsets: Uint32Array.of(0, 1, 3, 3, 4), units: Uint32Array.of(4, 0, 5, 7) }],
  });
});

test('a piece alone is the whole', () => {
  const alone = report(1, [0, 1], [2]);
  expect(joinedReports([alone])).toBe(alone);
});
