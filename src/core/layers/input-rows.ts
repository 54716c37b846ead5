/**
 * Inputs of a weighted layer with a list of those that are not silent, so that every pass over them costs work per
 * event and not per synapse. Row r is active at `indices[offsets[r] .. offsets[r + 1])`, ascending.
 */
export interface InputRows {
  /** `[rows × size]`. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly size: number;
  readonly offsets: Uint32Array;
  readonly indices: Uint32Array;
}

/** Lists the active inputs of every row. Shares `values`. */
export function inputRows(values: Float64Array, rows: number): InputRows {
  const size = values.length / rows;
  const offsets = new Uint32Array(rows + 1);
  // Room for all of them: memory that is never touched costs nothing, and one pass is enough.
  const room = new Uint32Array(values.length);
  let found = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * size;
    for (let i = 0; i < size; i++) if (values[start + i] !== 0) room[found++] = i;
    offsets[row + 1] = found;
  }
  return { values, rows, size, offsets, indices: room.slice(0, found) };
}

/** Rows of the same size in which every input is 1. */
export function allActive({ rows, size }: InputRows): InputRows {
  return inputRows(new Float64Array(rows * size).fill(1), rows);
}
