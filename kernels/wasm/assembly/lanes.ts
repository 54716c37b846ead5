import { Signal } from './signal';

/** What a unit gives out in a row: its value, or 1 for a spike. */
@inline
export function valueAt(signal: Signal, row: i32, unit: i32): f32 {
  if (signal.values != 0) return load<f32>(signal.values + ((<usize>(row * (signal.tiles << 4) + unit)) << 2));
  const mask = <u32>load<u16>(signal.masks + ((<usize>(row * signal.tiles + (unit >> 4))) << 1));
  return ((mask >> (unit & 15)) & 1) != 0 ? 1 : 0;
}

/** Four lanes of a mask as 0 and 1, `shift` lanes in. */
@inline
export function spikesOf(mask: i32, shift: i32): v128 {
  const bits = v128.and(i32x4.splat(mask >> shift), i32x4(1, 2, 4, 8));
  return v128.and(i32x4.ne(bits, i32x4.splat(0)), f32x4.splat(1));
}

/** Writes what the 16 units of a tile give out in a row: 64 bytes. */
@inline
export function loadTile(signal: Signal, row: i32, tile: i32, to: usize): void {
  const k = <usize>(row * signal.tiles + tile);
  if (signal.values != 0) {
    const at = signal.values + (k << 6);
    v128.store(to, v128.load(at));
    v128.store(to, v128.load(at, 16), 16);
    v128.store(to, v128.load(at, 32), 32);
    v128.store(to, v128.load(at, 48), 48);
    return;
  }
  const mask = <i32>load<u16>(signal.masks + (k << 1));
  v128.store(to, spikesOf(mask, 0));
  v128.store(to, spikesOf(mask, 4), 16);
  v128.store(to, spikesOf(mask, 8), 32);
  v128.store(to, spikesOf(mask, 12), 48);
}

/** The same for `lanes` units from any unit on; 0 in the lanes behind them. */
export function loadLanes(signal: Signal, row: i32, unit: i32, lanes: i32, to: usize): void {
  if ((unit & 15) == 0 && lanes == 16) {
    loadTile(signal, row, unit >> 4, to);
    return;
  }
  for (let lane = 0; lane < 16; lane++)
    store<f32>(to + ((<usize>lane) << 2), lane < lanes ? valueAt(signal, row, unit + lane) : <f32>0);
}

/** The same for units that a table names, lane by lane; 0 where it names none. */
export function loadNamed(signal: Signal, row: i32, table: usize, to: usize): void {
  for (let lane: usize = 0; lane < 64; lane += 4) {
    const unit = load<u32>(table + lane);
    store<f32>(to + lane, unit == NOBODY ? <f32>0 : valueAt(signal, row, <i32>unit));
  }
}

/** In a table of units: there is none. */
export const NOBODY: u32 = 0xffffffff;

/** The sum of four lanes. */
@inline
export function laneSum(four: v128): f32 {
  return (
    f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1) + (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3))
  );
}

/** Squares of four lanes in f64, in two pairs added up. */
@inline
export function squaresOf(four: v128): v128 {
  const low = f64x2.promote_low_f32x4(four);
  const high = f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 0));
  return f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high));
}
