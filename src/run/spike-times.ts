import type { RecordedSpikes } from '../backends/backend.js';

/** Step of each recorded spike of one sample, from 0, in the order in which they were recorded. A new array. */
export function spikeTimes({ offsets, units }: RecordedSpikes, steps: number): Uint32Array {
  const times = new Uint32Array(units.length);
  for (let step = 0; step < steps; step++) times.fill(step, offsets[step]!, offsets[step + 1]!);
  return times;
}
