/** Writes the transpose of `values [rows × columns]` into `transposed [columns × rows]`. */
export function transposeInto(values: Float64Array, rows: number, columns: number, transposed: Float64Array): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = values[row * columns + column]!;
}

/** The transpose of `values [rows × columns]`, a new array. */
export function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(values.length);
  transposeInto(values, rows, columns, turned);
  return turned;
}
