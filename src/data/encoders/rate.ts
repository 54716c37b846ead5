import type { RandomSource } from '../../core/random-source.js';
import { createSpikeRowWriter, type SpikeChunk } from './spike-rows.js';

/**
 * Independent random spikes: at every step an input spikes with probability `clamp(gain · value, 0, 1)`.
 *
 * Draws exactly `steps · batch · size` numbers in row order (step, sample, input), silent inputs included, so the
 * stream's position after a batch does not depend on the data.
 *
 * @param values `[batch × size]`.
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
  const writer = createSpikeRowWriter(steps * (values.length / size), 1.05 * expected);
  for (let step = 0; step < steps; step++) {
    for (let from = 0; from < values.length; from += size) {
      for (let input = 0; input < size; input++) {
        if (random() < probability[from + input]!) writer.add(input);
      }
      writer.endRow();
    }
  }
  return writer.finish();
}
