/**
 * Where the rows of a matrix are not 0: row r at `indices[offsets[r] .. offsets[r + 1])`, ascending. Scratch that its
 * owner fills again and again; what lies behind the last offset is old.
 */
export interface NonZeros {
  /** At least rows + 1. */
  readonly offsets: Int32Array;
  /** At least rows × size + 1: the place behind the last is written, never read. */
  readonly indices: Int32Array;
}

export function createNonZeros(rows: number, size: number): NonZeros {
  return { offsets: new Int32Array(rows + 1), indices: new Int32Array(rows * size + 1) };
}

/** Lists where `values [rows × size]` are not 0, into `found`. */
export function findNonZeros(values: Float64Array, rows: number, size: number, found: NonZeros): void {
  const { offsets, indices } = found;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * size;
    for (let k = 0; k < size; k++) {
      indices[count] = k;
      // Added, not branched on: half of the values are 0 in no order, which a processor cannot guess.
      count += Number(values[start + k] !== 0);
    }
    offsets[row + 1] = count;
  }
}

/**
 * Matrix product over the listed places only, overwriting `product`:
 *
 *     product[r, j] = Σ_k values[r, k] · matrix[k, j]     [rows × width]
 *
 * Half of the inputs, rectified units and errors are 0, and one row by eight columns fits the registers: on
 * such data this is faster than a dense block of four by four. Terms are added in ascending k.
 *
 * @param values `[rows × size]`; what is not listed in `places` must be 0.
 * @param matrix `[size × width]`.
 */
export function nonZeroProduct(
  values: Float64Array,
  rows: number,
  size: number,
  places: NonZeros,
  matrix: Float64Array,
  width: number,
  product: Float64Array,
): void {
  if (width < 8) {
    narrowProduct(values, rows, size, places, matrix, width, product);
    return;
  }
  // The last eight columns overlap the ones before when the width is no multiple of 8: they get the same sums again.
  for (let column = 0; column < width; column += 8)
    eightColumns(values, rows, size, places, matrix, width, product, Math.min(column, width - 8));
}

// `| 0` tells the engine that an index cannot leave 32 bits, which saves a check at every one.
function eightColumns(
  values: Float64Array,
  rows: number,
  size: number,
  { offsets, indices }: NonZeros,
  matrix: Float64Array,
  width: number,
  product: Float64Array,
  column: number,
): void {
  for (let row = 0; row < rows; row++) {
    const start = (row * size) | 0;
    const end = offsets[row + 1]!;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let s5 = 0;
    let s6 = 0;
    let s7 = 0;
    for (let e = offsets[row]!; e < end; e = (e + 1) | 0) {
      const k = indices[e]!;
      const value = values[(start + k) | 0]!;
      const at = (Math.imul(k, width) + column) | 0;
      s0 += value * matrix[at]!;
      s1 += value * matrix[(at + 1) | 0]!;
      s2 += value * matrix[(at + 2) | 0]!;
      s3 += value * matrix[(at + 3) | 0]!;
      s4 += value * matrix[(at + 4) | 0]!;
      s5 += value * matrix[(at + 5) | 0]!;
      s6 += value * matrix[(at + 6) | 0]!;
      s7 += value * matrix[(at + 7) | 0]!;
    }
    const out = row * width + column;
    product[out] = s0;
    product[out + 1] = s1;
    product[out + 2] = s2;
    product[out + 3] = s3;
    product[out + 4] = s4;
    product[out + 5] = s5;
    product[out + 6] = s6;
    product[out + 7] = s7;
  }
}

function narrowProduct(
  values: Float64Array,
  rows: number,
  size: number,
  { offsets, indices }: NonZeros,
  matrix: Float64Array,
  width: number,
  product: Float64Array,
): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let e = offsets[row]!; e < offsets[row + 1]!; e++)
        sum += values[row * size + indices[e]!]! * matrix[indices[e]! * width + column]!;
      product[row * width + column] = sum;
    }
}

/** Writes the transpose of `values [rows × columns]` into `transposed [columns × rows]`. */
export function transposeInto(values: Float64Array, rows: number, columns: number, transposed: Float64Array): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = values[row * columns + column]!;
}
