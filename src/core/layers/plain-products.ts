import type { DenseProducts } from './dense-products.js';

/** What a matrix holds but zeros: row r has `values[e]` for the row `places[e]` of the other, e up to `ends[r]`. */
interface NonZeros {
  readonly ends: Int32Array;
  readonly places: Int32Array;
  readonly values: Float64Array;
}

/** Products in plain TypeScript: what the others are judged by. Keeps scratch for its lists, and nothing else. */
export function plainProducts(): DenseProducts {
  let scratch = emptyList(0, 0);
  const list = (values: Float64Array, rows: number, chosen?: ArrayLike<number>): NonZeros => {
    if (scratch.ends.length < rows || scratch.values.length <= values.length) scratch = emptyList(rows, values.length);
    listNonZeros(values, rows, chosen, scratch);
    return scratch;
  };
  return {
    allocate: (length) => new Float64Array(length),
    multiply(values, matrix, product, rows) {
      product.fill(0);
      addProduct(list(values, rows), matrix, product, rows);
    },
    addChosen(values, matrix, chosen, product, rows) {
      addProduct(list(values, rows, chosen), matrix, product, rows);
    },
  };
}

/** One place more than there are values: the one behind the last is written, never read. */
function emptyList(rows: number, values: number): NonZeros {
  return {
    ends: new Int32Array(rows),
    places: new Int32Array(values + 1),
    values: new Float64Array(values + 1),
  };
}

function listNonZeros(
  matrix: Float64Array,
  rows: number,
  chosen: ArrayLike<number> | undefined,
  { ends, places, values }: NonZeros,
): void {
  const size = matrix.length / rows;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * size;
    for (let k = 0; k < size; k++) {
      const value = matrix[start + k]!;
      values[count] = value;
      places[count] = k;
      // Added, not branched on: half of the values are 0 in no order, which a processor cannot guess.
      count += Number(value !== 0);
    }
    ends[row] = count;
  }
  if (chosen) for (let e = 0; e < count; e++) places[e] = chosen[places[e]!]!;
}

/** One row by eight columns fits the registers: with half of the values 0, faster than a dense block of four by four. */
function addProduct(list: NonZeros, matrix: Float64Array, product: Float64Array, rows: number): void {
  const width = product.length / rows;
  const whole = width - (width % 8);
  for (let column = 0; column < whole; column += 8) addEightColumns(list, matrix, width, product, rows, column);
  for (let column = whole; column < width; column++) addColumn(list, matrix, width, product, rows, column);
}

// `| 0` tells the engine that an index cannot leave 32 bits, which saves a check at every one.
function addEightColumns(
  { ends, places, values }: NonZeros,
  matrix: Float64Array,
  width: number,
  product: Float64Array,
  rows: number,
  column: number,
): void {
  let e = 0;
  for (let row = 0; row < rows; row++) {
    const end = ends[row]!;
    const out = row * width + column;
    let s0 = product[out]!;
    let s1 = product[out + 1]!;
    let s2 = product[out + 2]!;
    let s3 = product[out + 3]!;
    let s4 = product[out + 4]!;
    let s5 = product[out + 5]!;
    let s6 = product[out + 6]!;
    let s7 = product[out + 7]!;
    for (; e < end; e = (e + 1) | 0) {
      const value = values[e]!;
      const at = (Math.imul(places[e]!, width) + column) | 0;
      s0 += value * matrix[at]!;
      s1 += value * matrix[(at + 1) | 0]!;
      s2 += value * matrix[(at + 2) | 0]!;
      s3 += value * matrix[(at + 3) | 0]!;
      s4 += value * matrix[(at + 4) | 0]!;
      s5 += value * matrix[(at + 5) | 0]!;
      s6 += value * matrix[(at + 6) | 0]!;
      s7 += value * matrix[(at + 7) | 0]!;
    }
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

function addColumn(
  { ends, places, values }: NonZeros,
  matrix: Float64Array,
  width: number,
  product: Float64Array,
  rows: number,
  column: number,
): void {
  let e = 0;
  for (let row = 0; row < rows; row++) {
    let sum = product[row * width + column]!;
    for (; e < ends[row]!; e++) sum += values[e]! * matrix[places[e]! * width + column]!;
    product[row * width + column] = sum;
  }
}
