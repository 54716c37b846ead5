import type { InputChunk } from './input-chunk.js';

/** How long and how many: a chunk of `steps` time steps of `batch` samples. */
export interface Span {
  readonly steps: number;
  readonly batch: number;
}

/**
 * Values that pass from layer to layer during a chunk, row-major.
 *
 * `values[steps × batch × size]`, row = step · batch + sample; or, when `constant`, `values[batch × size]`: the same
 * at every step, kept once. A *reward* signal that belongs to a constant signal holds the sum over the steps.
 */
export interface Signal {
  readonly values: Float64Array;
  readonly constant: boolean;
}

/** Rows that a signal holds. */
export function rowsOf(signal: Signal, span: Span): number {
  return signal.constant ? span.batch : span.steps * span.batch;
}

/** Writes an input chunk out as a signal. Shares the values of a constant or a sequence. */
export function signalOf(input: InputChunk, size: number, span: Span): Signal {
  if (input.kind === 'constant') return { values: input.values, constant: true };
  if (input.kind === 'sequence') return { values: input.values, constant: false };
  const rows = span.steps * span.batch;
  const values = new Float64Array(rows * size);
  for (let row = 0; row < rows; row++)
    for (let k = input.offsets[row]!; k < input.offsets[row + 1]!; k++) values[row * size + input.indices[k]!] = 1;
  return { values, constant: false };
}

/** Adds a per-step signal up over its steps: `[steps × units]` to `[units]`. */
export function sumOverSteps(values: Float64Array, units: number): Float64Array {
  const sums = new Float64Array(units);
  for (let k = 0, unit = 0; k < values.length; k++) {
    sums[unit]! += values[k]!;
    if (++unit === units) unit = 0;
  }
  return sums;
}

/** The sum of two arrays of one length, new; the second itself where there is no first. */
export function added(first: Float64Array | undefined, second: Float64Array): Float64Array {
  return first ? first.map((value, k) => value + second[k]!) : second;
}
