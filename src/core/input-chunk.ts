/**
 * What a network is shown during a chunk of time steps. Rows are step-major: row = step · batch + sample.
 *
 * - `constant`: the same current at every step, `values[batch × size]`.
 * - `spikes`: events of height 1 in compressed rows: the active inputs of row r are
 *   `indices[offsets[r] .. offsets[r + 1])`, ascending; `offsets` has `steps · batch + 1` entries.
 * - `sequence`: any values, `values[steps × batch × size]`.
 */
export type InputChunk =
  | { readonly kind: 'constant'; readonly values: Float64Array }
  | { readonly kind: 'spikes'; readonly offsets: Uint32Array; readonly indices: Uint32Array }
  | { readonly kind: 'sequence'; readonly values: Float64Array };
