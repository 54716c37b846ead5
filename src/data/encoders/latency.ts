import { type SpikeChunk, spikeRowsOf } from './spike-rows.js';

/**
 * One spike an input, the earlier the larger the value; values at or below `threshold` stay silent.
 *
 * `step = ⌊(1 − clamp(value, 0, 1)) · (steps − 1)⌋`: value 1 spikes at step 0, value 0 at the last step, and what
 * falls between two steps takes the earlier one.
 *
 * @param values `[batch × size]`.
 */
export function encodeLatency(values: Float32Array, size: number, steps: number, threshold: number): SpikeChunk {
  const batch = values.length / size;
  const spiking = values.reduce((count, value) => (value > threshold ? count + 1 : count), 0);
  const [rowOf, inputOf] = [new Uint32Array(spiking), new Uint32Array(spiking)];
  let event = 0;
  values.forEach((value, at) => {
    if (!(value > threshold)) return;
    const step = Math.floor((1 - Math.min(Math.max(value, 0), 1)) * (steps - 1));
    rowOf[event] = step * batch + Math.floor(at / size);
    inputOf[event++] = at % size;
  });
  return spikeRowsOf(steps * batch, rowOf, inputOf);
}
