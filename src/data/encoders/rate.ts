import type { RandomSource } from '../../core/random-source.js';
import { createSpikeRowWriter, type SpikeChunk } from './spike-rows.js';

/** Rows in the order (sample, step) brought into the order (step, sample) of an input chunk. */
function stepMajor({ offsets, indices }: SpikeChunk, steps: number, batch: number): SpikeChunk {
  const sorted = { offsets: new Uint32Array(offsets.length), indices: new Uint32Array(indices.length) };
  let to = 0;
  for (let row = 0; row < steps * batch; row++) {
    const from = (row % batch) * steps + Math.floor(row / batch);
    const spikes = indices.subarray(offsets[from]!, offsets[from + 1]!);
    sorted.indices.set(spikes, to);
    to += spikes.length;
    sorted.offsets[row + 1] = to;
  }
  return { kind: 'spikes', ...sorted };
}

/**
 * Independent random spikes: at every step an input spikes with probability `clamp(gain · value, 0, 1)`.
 *
 * Draws exactly `batch · steps · size` numbers, sample by sample (then step, then input), silent inputs included. So a
 * pass over samples in a given order draws the same for each of them, whatever the batches it is cut into, and the
 * stream's position after a batch does not depend on the data.
 *
 * @param values `[batch × size]`.
 * @returns Rows in the order (step, sample), as every input chunk has them.
 */
export function encodeRate(
  values: Float32Array,
  size: number,
  steps: number,
  gain: number,
  random: RandomSource,
): SpikeChunk {
  const probability = new Float64Array(values).map((value) => Math.min(Math.max(gain * value, 0), 1));
  const expected = steps * probability.reduce((sum, p) => sum + p, 0);
  const batch = values.length / size;
  const writer = createSpikeRowWriter(steps * batch, 1.05 * expected);
  for (let from = 0; from < values.length; from += size) {
    for (let step = 0; step < steps; step++) {
      for (let input = 0; input < size; input++) {
        if (random() < probability[from + input]!) writer.add(input);
      }
      writer.endRow();
    }
  }
  return stepMajor(writer.finish(), steps, batch);
}
