import type { InputChunk } from '../../core/input-chunk.js';

/**
 * The values as a constant current: `current = gain · value` at every step.
 *
 * @param values `[batch × size]`.
 * @returns Currents of the same layout, a new array.
 */
export function encodeDirect(values: Float32Array, gain: number): InputChunk {
  return { kind: 'constant', values: new Float64Array(values).map((value) => gain * value) };
}
