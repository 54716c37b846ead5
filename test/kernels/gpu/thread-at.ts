/** A hand-made `this` for a kernel: the cell (x, y) of an output with `rows` rows above its witness row. */
export function threadAt<const Constants extends object>(
  x: number,
  y: number,
  constants: Constants,
): {
  readonly thread: { readonly x: number; readonly y: number };
  readonly constants: Constants & typeof WITNESS_ROWS;
} {
  return { thread: { x, y }, constants: { ...WITNESS_ROWS, ...constants } };
}

/** A row that no test reaches, unless it says so. */
const WITNESS_ROWS = { rows: 99, rows0: 0, rows1: 0, rows2: 0, rows3: 0, rows4: 0, rows5: 0 };
