import type { SampleSpikes } from '../data-set.js';
import { createSpikeRowWriter, type SpikeChunk, spikeRowsOf } from './spike-rows.js';

/** Rows with their inputs ascending and each input once. */
function tidied(chunk: SpikeChunk): SpikeChunk {
  const rows = chunk.offsets.length - 1;
  const writer = createSpikeRowWriter(rows, chunk.indices.length);
  for (let row = 0; row < rows; row++) {
    const inputs = chunk.indices.slice(chunk.offsets[row]!, chunk.offsets[row + 1]!).sort();
    inputs.forEach((input, at) => {
      if (at === 0 || input !== inputs[at - 1]) writer.add(input);
    });
    writer.endRow();
  }
  return writer.finish();
}

/**
 * Spike trains put into steps: `step = min(⌊time · steps⌋, steps − 1)`. Spikes of one unit that fall into the same
 * step become one.
 *
 * @param indices Samples of the batch, in batch order.
 */
export function encodeSpikes({ offsets, times, units }: SampleSpikes, indices: Uint32Array, steps: number): SpikeChunk {
  const batch = indices.length;
  const events = indices.reduce((sum, sample) => sum + offsets[sample + 1]! - offsets[sample]!, 0);
  const [rowOf, inputOf] = [new Uint32Array(events), new Uint32Array(events)];
  let event = 0;
  indices.forEach((sample, place) => {
    for (let at = offsets[sample]!; at < offsets[sample + 1]!; at++) {
      rowOf[event] = Math.min(Math.floor(times[at]! * steps), steps - 1) * batch + place;
      inputOf[event++] = units[at]!;
    }
  });
  return tidied(spikeRowsOf(steps * batch, rowOf, inputOf));
}
