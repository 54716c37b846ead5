import { Windows } from './signal';
import { ROW_SHIFT } from './trains';
import { gatherOf } from './window-lanes';

/** Inputs that are worked on together, in tiles. */
export const GROUP_TILES: i32 = 8;
export const GROUP: i32 = GROUP_TILES << 4;

/** Where a group's weights and its events in one sample are, in scratch memory. */
@unmanaged
export class Visit {
  /** Tiles of inputs of the group, and the first of them. */
  firstTile: i32;
  tiles: i32;
  /** f32 `[windows][GROUP][32]`: weights, every unit at its place. */
  weights: usize;
  /** f32 `[GROUP][pitch]`: weights of the inputs that are active in the sample, the sample's own units side by side. */
  packed: usize;
  /** Bytes of a row of `packed`. */
  pitch: i32;
  /** Inputs that are active in the sample. */
  activeInputs: i32;
  /** u32 `[GROUP]`: which inputs of the group these are. */
  active: usize;
  /** u32 `[steps]`: where each step's events end. */
  ends: usize;
  /** u32 `[GROUP × steps × 2]`: row of each event in `packed` in bytes, and its input in the group; step by step. */
  events: usize;
  /** f32 `[GROUP × steps × 4]`: four parts of each event's share. */
  shares: usize;
}

/** Weights of a group, every unit at its place in a window; places without a unit hold 0. */
export function placeWeights(weights: usize, fanIn: i32, windows: Windows, visit: Visit, window: i32): void {
  const first = <i32>load<u32>(windows.tiles + (<usize>window << 2));
  const last = <i32>load<u32>(windows.tiles + (<usize>window << 2), 4);
  const count = visit.tiles << 4;
  const base = visit.weights + (<usize>(window * GROUP) << ROW_SHIFT);
  memory.fill(base, 0, <usize>count << ROW_SHIFT);
  let place = base;
  for (let tile = first; tile < last; tile++)
    for (let kept = <u32>load<u16>(windows.kept + (<usize>tile << 1)); kept != 0; kept &= kept - 1, place += 4) {
      let from = weights + (<usize>(tile * fanIn + (visit.firstTile << 4)) << 6) + (<usize>ctz(kept) << 2);
      let to = place;
      for (let k = count; k > 0; k--, from += 64, to += 1 << ROW_SHIFT) store<f32>(to, load<f32>(from));
    }
}

/** Brings the weights of active inputs and of the sample's own units side by side; zeros up to the end of the last line. */
export function packWeights(windows: Windows, visit: Visit, sample: i32): void {
  let lanes = windows.lanes + (<usize>(sample * windows.count) << 2);
  let from = visit.weights;
  let to = visit.packed;
  for (let window = 0; window < windows.count; window++, lanes += 4, from += GROUP << ROW_SHIFT) {
    const kept = load<u32>(lanes);
    if (kept == 0) continue;
    packHalf(visit, from, kept & 0xffff, to);
    to += <usize>popcnt(kept & 0xffff) << 2;
    packHalf(visit, from + 64, kept >> 16, to);
    to += <usize>popcnt(kept >> 16) << 2;
  }
  const zero = f32x4.splat(0);
  for (let k = 0; k < visit.activeInputs; k++) {
    const row = to + <usize>load<u32>(visit.active + (<usize>k << 2)) * <usize>visit.pitch;
    v128.store(row, zero);
    v128.store(row, zero, 16);
    v128.store(row, zero, 32);
    v128.store(row, zero, 48);
  }
}

/** Half a window; writes up to 60 bytes behind the last of its units. */
function packHalf(visit: Visit, weights: usize, kept: u32, packed: usize): void {
  const shuffle0 = gatherOf(kept & 15);
  const shuffle1 = gatherOf((kept >> 4) & 15);
  const shuffle2 = gatherOf((kept >> 8) & 15);
  const shuffle3 = gatherOf(kept >> 12);
  const place1 = <usize>popcnt(kept & 0xf) << 2;
  const place2 = <usize>popcnt(kept & 0xff) << 2;
  const place3 = <usize>popcnt(kept & 0xfff) << 2;
  const pitch = <usize>visit.pitch;
  let active = visit.active;
  for (let left = visit.activeInputs; left > 0; left--, active += 4) {
    const k = <usize>load<u32>(active);
    const from = weights + (k << ROW_SHIFT);
    const to = packed + k * pitch;
    v128.store(to, i8x16.swizzle(v128.load(from), shuffle0));
    v128.store(to + place1, i8x16.swizzle(v128.load(from, 16), shuffle1));
    v128.store(to + place2, i8x16.swizzle(v128.load(from, 32), shuffle2));
    v128.store(to + place3, i8x16.swizzle(v128.load(from, 48), shuffle3));
  }
}
