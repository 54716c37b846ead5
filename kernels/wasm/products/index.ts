// Products of float64 matrices that skip zeros. A list of the places that are not 0 stands in scratch memory: per row
// its end, then 16 bytes a place: the value, and the address of the row of the matrix that it multiplies.

export function heapBase(): usize {
  return __heap_base;
}

const PLACE: usize = 16;

/** Bytes of the matrix that are walked again and again, row of values after row of values: they stay in the first cache. */
const PANEL_BYTES: usize = 24576;

/**
 * `product[r, j] = Σ_k values[r, k] · matrix[k, j]`, or, where `add` is not 0, that much more than it was.
 *
 * Terms are added one by one in ascending k, so the result has the bits of the plain loop. Scratch must hold
 * `8 · rows + 16 · (rows · size + 1)` bytes.
 */
export function multiply(
  values: usize,
  rows: i32,
  size: i32,
  matrix: usize,
  width: i32,
  product: usize,
  add: i32,
  scratch: usize,
): void {
  const stride = (<usize>width) << 3;
  const places = scratch + ((<usize>rows) << 3);
  listPlaces(values, rows, size, matrix, stride, scratch, places);
  // 24 columns are 192 bytes: twelve sums of two, what fits the registers.
  const panel = 192 * max<usize>(PANEL_BYTES / (192 * <usize>size), 1);
  for (let column: usize = 0; column < stride; column += panel) {
    const end = min(column + panel, stride);
    let place = places;
    for (let row = 0; row < rows; row++) {
      const last = load<usize>(scratch + ((<usize>row) << 3));
      oneRow(place, last, column, end, product + <usize>row * stride, add);
      place = last;
    }
  }
}

/** Lists what is not 0. Every value is written and only then counted or not: a processor cannot guess which. */
function listPlaces(
  values: usize,
  rows: i32,
  size: i32,
  matrix: usize,
  stride: usize,
  ends: usize,
  places: usize,
): void {
  let next = places;
  for (let row = 0; row < rows; row++) {
    let address = matrix;
    for (let k = 0; k < size; k++) {
      const value = load<f64>(values);
      store<f64>(next, value);
      store<usize>(next + 8, address);
      next += select<usize>(PLACE, 0, value !== 0);
      values += 8;
      address += stride;
    }
    store<usize>(ends + ((<usize>row) << 3), next);
  }
}

/** The columns from byte `column` up to byte `end` of one row of the product. */
function oneRow(first: usize, last: usize, column: usize, end: usize, product: usize, add: i32): void {
  for (; column + 192 <= end; column += 192) twentyFourColumns(first, last, column, product + column, add);
  for (; column + 64 <= end; column += 64) eightColumns(first, last, column, product + column, add);
  for (; column + 16 <= end; column += 16) twoColumns(first, last, column, product + column, add);
  if (column < end) oneColumn(first, last, column, product + column, add);
}

function twentyFourColumns(place: usize, last: usize, column: usize, product: usize, add: i32): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let s4 = f64x2.splat(0);
  let s5 = f64x2.splat(0);
  let s6 = f64x2.splat(0);
  let s7 = f64x2.splat(0);
  let s8 = f64x2.splat(0);
  let s9 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  if (add !== 0) {
    s0 = v128.load(product);
    s1 = v128.load(product, 16);
    s2 = v128.load(product, 32);
    s3 = v128.load(product, 48);
    s4 = v128.load(product, 64);
    s5 = v128.load(product, 80);
    s6 = v128.load(product, 96);
    s7 = v128.load(product, 112);
    s8 = v128.load(product, 128);
    s9 = v128.load(product, 144);
    s10 = v128.load(product, 160);
    s11 = v128.load(product, 176);
  }
  for (; place < last; place += PLACE) {
    const value = v128.load64_splat(place);
    const at = load<usize>(place, 8) + column;
    s0 = f64x2.add(s0, f64x2.mul(value, v128.load(at)));
    s1 = f64x2.add(s1, f64x2.mul(value, v128.load(at, 16)));
    s2 = f64x2.add(s2, f64x2.mul(value, v128.load(at, 32)));
    s3 = f64x2.add(s3, f64x2.mul(value, v128.load(at, 48)));
    s4 = f64x2.add(s4, f64x2.mul(value, v128.load(at, 64)));
    s5 = f64x2.add(s5, f64x2.mul(value, v128.load(at, 80)));
    s6 = f64x2.add(s6, f64x2.mul(value, v128.load(at, 96)));
    s7 = f64x2.add(s7, f64x2.mul(value, v128.load(at, 112)));
    s8 = f64x2.add(s8, f64x2.mul(value, v128.load(at, 128)));
    s9 = f64x2.add(s9, f64x2.mul(value, v128.load(at, 144)));
    s10 = f64x2.add(s10, f64x2.mul(value, v128.load(at, 160)));
    s11 = f64x2.add(s11, f64x2.mul(value, v128.load(at, 176)));
  }
  v128.store(product, s0);
  v128.store(product, s1, 16);
  v128.store(product, s2, 32);
  v128.store(product, s3, 48);
  v128.store(product, s4, 64);
  v128.store(product, s5, 80);
  v128.store(product, s6, 96);
  v128.store(product, s7, 112);
  v128.store(product, s8, 128);
  v128.store(product, s9, 144);
  v128.store(product, s10, 160);
  v128.store(product, s11, 176);
}

function eightColumns(place: usize, last: usize, column: usize, product: usize, add: i32): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  if (add !== 0) {
    s0 = v128.load(product);
    s1 = v128.load(product, 16);
    s2 = v128.load(product, 32);
    s3 = v128.load(product, 48);
  }
  for (; place < last; place += PLACE) {
    const value = v128.load64_splat(place);
    const at = load<usize>(place, 8) + column;
    s0 = f64x2.add(s0, f64x2.mul(value, v128.load(at)));
    s1 = f64x2.add(s1, f64x2.mul(value, v128.load(at, 16)));
    s2 = f64x2.add(s2, f64x2.mul(value, v128.load(at, 32)));
    s3 = f64x2.add(s3, f64x2.mul(value, v128.load(at, 48)));
  }
  v128.store(product, s0);
  v128.store(product, s1, 16);
  v128.store(product, s2, 32);
  v128.store(product, s3, 48);
}

function twoColumns(place: usize, last: usize, column: usize, product: usize, add: i32): void {
  let sum = add !== 0 ? v128.load(product) : f64x2.splat(0);
  for (; place < last; place += PLACE)
    sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(place), v128.load(load<usize>(place, 8) + column)));
  v128.store(product, sum);
}

function oneColumn(place: usize, last: usize, column: usize, product: usize, add: i32): void {
  let sum = add !== 0 ? load<f64>(product) : 0;
  for (; place < last; place += PLACE) sum += load<f64>(place) * load<f64>(load<usize>(place, 8) + column);
  store<f64>(product, sum);
}
