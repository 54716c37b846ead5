import { spikesOf } from './lanes';
import { Signal } from './signal';

/** A plain product, `sums = start + values · weights`: every value counts, also one that is 0. Strides are bytes. */
@unmanaged
export class BlockedSums {
  /** f32 `[rows × terms]`. */
  values: usize;
  valueStride: i32;
  rows: i32;
  /** Values of a row that are multiplied. */
  terms: i32;
  /** f32 `[tiles][terms][16]`. */
  weights: usize;
  /** f32, 16 for each tile and row; a bias is the same for all rows: `startRow` 0. May be `sums`. */
  start: usize;
  startTile: i32;
  startRow: i32;
  /** f32, 16 for each tile and row. */
  sums: usize;
  sumTile: i32;
  sumRow: i32;
}

/** Values of a row that are multiplied at a stretch: the weights that meet them, 16 KiB, stay in the nearest cache. */
const STRETCH: i32 = 256;

/** Items: groups of four rows of one tile after the other (item = tile · groups + group). */
export function blockedSums(args: BlockedSums, begin: i32, end: i32, scratch: usize): void {
  const groups = (args.rows + 3) >> 2;
  for (let item = begin; item < end; ) {
    const tile = item / groups;
    const first = tile * groups;
    const behind = min(end, first + groups);
    for (let term = 0; term == 0 || term < args.terms; term += STRETCH)
      for (let group = item - first; group < behind - first; group++) {
        sumFourRows(args, tile, group << 2, term, 0);
        sumFourRows(args, tile, group << 2, term, 32);
      }
    item = behind;
  }
}

/**
 * Four rows by eight units in registers over a stretch of terms; `half` is 0 or 32 bytes. Rows behind the last repeat it.
 */
@inline
function sumFourRows(args: BlockedSums, tile: i32, row: i32, term: i32, half: usize): void {
  const last = args.rows - 1;
  const row1 = min(row + 1, last);
  const row2 = min(row + 2, last);
  const row3 = min(row + 3, last);
  const sums = args.sums + <usize>tile * <usize>args.sumTile + half;
  const sumRow = <usize>args.sumRow;
  // What the stretch before left is gone on from.
  const start = term == 0 ? args.start + <usize>tile * <usize>args.startTile + half : sums;
  const startRow = term == 0 ? <usize>args.startRow : sumRow;
  let p0 = v128.load(start + <usize>row * startRow);
  let p1 = v128.load(start + <usize>row * startRow, 16);
  let q0 = v128.load(start + <usize>row1 * startRow);
  let q1 = v128.load(start + <usize>row1 * startRow, 16);
  let r0 = v128.load(start + <usize>row2 * startRow);
  let r1 = v128.load(start + <usize>row2 * startRow, 16);
  let s0 = v128.load(start + <usize>row3 * startRow);
  let s1 = v128.load(start + <usize>row3 * startRow, 16);
  const stride = <usize>args.valueStride;
  let p = args.values + <usize>row * stride + (<usize>term << 2);
  const toQ = <usize>(row1 - row) * stride;
  const toR = <usize>(row2 - row) * stride;
  const toS = <usize>(row3 - row) * stride;
  let w = args.weights + (<usize>(tile * args.terms + term) << 6) + half;
  const end = p + (<usize>min(STRETCH, args.terms - term) << 2);
  let q = p + toQ;
  let r = p + toR;
  let s = p + toS;
  for (; p < end; p += 4, q += 4, r += 4, s += 4, w += 64) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const a = v128.load32_splat(p);
    p0 = f32x4.add(p0, f32x4.mul(a, w0));
    p1 = f32x4.add(p1, f32x4.mul(a, w1));
    const b = v128.load32_splat(q);
    q0 = f32x4.add(q0, f32x4.mul(b, w0));
    q1 = f32x4.add(q1, f32x4.mul(b, w1));
    const c = v128.load32_splat(r);
    r0 = f32x4.add(r0, f32x4.mul(c, w0));
    r1 = f32x4.add(r1, f32x4.mul(c, w1));
    const d = v128.load32_splat(s);
    s0 = f32x4.add(s0, f32x4.mul(d, w0));
    s1 = f32x4.add(s1, f32x4.mul(d, w1));
  }
  v128.store(sums + <usize>row * sumRow, p0);
  v128.store(sums + <usize>row * sumRow, p1, 16);
  v128.store(sums + <usize>row1 * sumRow, q0);
  v128.store(sums + <usize>row1 * sumRow, q1, 16);
  v128.store(sums + <usize>row2 * sumRow, r0);
  v128.store(sums + <usize>row2 * sumRow, r1, 16);
  v128.store(sums + <usize>row3 * sumRow, s0);
  v128.store(sums + <usize>row3 * sumRow, s1, 16);
}

/** Spikes written out as 0 and 1. */
@unmanaged
export class SpreadSpikes {
  signal: Signal;
  /** f32 `[rows × tiles · 16]`. */
  values: usize;
}

/** Items: samples. */
export function spreadSpikes(args: SpreadSpikes, begin: i32, end: i32, scratch: usize): void {
  const signal = args.signal;
  const lines = signal.steps * signal.tiles;
  for (let line = begin * lines; line < end * lines; line++) {
    const mask = <i32>load<u16>(signal.masks + (<usize>line << 1));
    const to = args.values + (<usize>line << 6);
    v128.store(to, spikesOf(mask, 0));
    v128.store(to, spikesOf(mask, 4), 16);
    v128.store(to, spikesOf(mask, 8), 32);
    v128.store(to, spikesOf(mask, 12), 48);
  }
}
