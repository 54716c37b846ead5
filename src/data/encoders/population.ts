import type { InputChunk } from '../../core/input-chunk.js';

/** Narrower than the fields' distance, so neighbours overlap without drowning each other. */
const FIELDS_PER_DEVIATION = 1.5;

/**
 * Each value as the activity of Gaussian receptive fields, as constant currents:
 * `current = exp(−(value − centre)² / (2σ²))`, centres at `low + k · (high − low) / (fields − 1)` and
 * `σ = (high − low) / (fields − 1) / 1.5`.
 *
 * @param values `[batch × features]`.
 * @param fields Fields of a value, at least 2.
 * @returns `[batch × features · fields]`; the fields of one feature are neighbours.
 * @see Bohte, Kok & La Poutré 2002, "Error-backpropagation in temporally encoded networks of spiking neurons", which
 *   spreads the centres a little differently.
 */
export function encodePopulation(values: Float32Array, fields: number, low: number, high: number): InputChunk {
  const distance = (high - low) / (fields - 1);
  const deviation = distance / FIELDS_PER_DEVIATION;
  const currents = new Float64Array(values.length * fields);
  values.forEach((value, at) => {
    for (let field = 0; field < fields; field++) {
      const off = (value - (low + field * distance)) / deviation;
      currents[at * fields + field] = Math.exp(-0.5 * off * off);
    }
  });
  return { kind: 'constant', values: currents };
}
