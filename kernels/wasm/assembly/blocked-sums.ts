import { spikesOf } from './lanes';
import { Signal } from './signal';

/** Sums of a dense layer by a plain product: every input counts, also one that is 0. */
@unmanaged
export class BlockedSums {
  /** f32 `[rows × fanIn]`. */
  values: usize;
  rows: i32;
  fanIn: i32;
  /** f32 `[tiles][fanIn][16]`. */
  weights: usize;
  /** f32 `[tiles][16]`. */
  bias: usize;
  /** f32 `[tiles][rows][16]`. */
  sums: usize;
}

/** Items: groups of four rows of one tile after the other (item = tile · groups + group). */
export function blockedSums(args: BlockedSums, begin: i32, end: i32, scratch: usize): void {
  const groups = (args.rows + 3) >> 2;
  for (let item = begin; item < end; item++) {
    const tile = item / groups;
    const row = (item - tile * groups) << 2;
    sumFourRows(args, tile, row, 0);
    sumFourRows(args, tile, row, 32);
  }
}

/** Four rows by eight units in registers; `half` is 0 or 32 bytes. Rows behind the last repeat it. */
@inline
function sumFourRows(args: BlockedSums, tile: i32, row: i32, half: usize): void {
  const last = args.rows - 1;
  const stride = <usize>args.fanIn << 2;
  const end = args.values + <usize>row * stride + stride;
  const to1 = <usize>(min(row + 1, last) - row);
  const to2 = <usize>(min(row + 2, last) - row);
  const to3 = <usize>(min(row + 3, last) - row);
  const b0 = v128.load(args.bias + (<usize>tile << 6) + half);
  const b1 = v128.load(args.bias + (<usize>tile << 6) + half, 16);
  let p0 = b0;
  let p1 = b1;
  let q0 = b0;
  let q1 = b1;
  let r0 = b0;
  let r1 = b1;
  let s0 = b0;
  let s1 = b1;
  let w = args.weights + (<usize>(tile * args.fanIn) << 6) + half;
  for (let at = end - stride; at < end; at += 4, w += 64) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const p = v128.load32_splat(at);
    p0 = f32x4.add(p0, f32x4.mul(p, w0));
    p1 = f32x4.add(p1, f32x4.mul(p, w1));
    const q = v128.load32_splat(at + to1 * stride);
    q0 = f32x4.add(q0, f32x4.mul(q, w0));
    q1 = f32x4.add(q1, f32x4.mul(q, w1));
    const r = v128.load32_splat(at + to2 * stride);
    r0 = f32x4.add(r0, f32x4.mul(r, w0));
    r1 = f32x4.add(r1, f32x4.mul(r, w1));
    const s = v128.load32_splat(at + to3 * stride);
    s0 = f32x4.add(s0, f32x4.mul(s, w0));
    s1 = f32x4.add(s1, f32x4.mul(s, w1));
  }
  const target = args.sums + (<usize>(tile * args.rows + row) << 6) + half;
  v128.store(target, p0);
  v128.store(target, p1, 16);
  v128.store(target + (to1 << 6), q0);
  v128.store(target + (to1 << 6), q1, 16);
  v128.store(target + (to2 << 6), r0);
  v128.store(target + (to2 << 6), r1, 16);
  v128.store(target + (to3 << 6), s0);
  v128.store(target + (to3 << 6), s1, 16);
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
