import { blockOf, isWhole, placeIn, widthOf } from './reward-access';
import { Reward, Signal } from './signal';
import { ROW_SHIFT } from './trains';

// Samples keep their own units; windows have a place for the units of all samples. Lanes are a window's places.

/** Four bytes of a shuffle that make a lane of the `index`-th of four. */
@inline
function laneFrom(kept: u32, lane: u32): u32 {
  if (((kept >> lane) & 1) == 0) return 0xffffffff;
  return 0x03020100 + <u32>popcnt(kept & ((1 << lane) - 1)) * 0x04040404;
}

/** Moves the first of four lanes to those that are kept, in order; 0 elsewhere. */
@inline
export function shuffleOf(kept: u32): v128 {
  let shuffle = i32x4.splat(laneFrom(kept, 0));
  shuffle = i32x4.replace_lane(shuffle, 1, laneFrom(kept, 1));
  shuffle = i32x4.replace_lane(shuffle, 2, laneFrom(kept, 2));
  return i32x4.replace_lane(shuffle, 3, laneFrom(kept, 3));
}

/** Moves those of four lanes that are kept to the first ones, in order; 0 behind them. */
@inline
export function gatherOf(kept: u32): v128 {
  let shuffle = i32x4.splat(-1);
  let left = kept;
  if (left != 0) {
    shuffle = i32x4.replace_lane(shuffle, 0, 0x03020100 + <u32>ctz(left) * 0x04040404);
    left &= left - 1;
  }
  if (left != 0) {
    shuffle = i32x4.replace_lane(shuffle, 1, 0x03020100 + <u32>ctz(left) * 0x04040404);
    left &= left - 1;
  }
  if (left != 0) {
    shuffle = i32x4.replace_lane(shuffle, 2, 0x03020100 + <u32>ctz(left) * 0x04040404);
    left &= left - 1;
  }
  if (left != 0) shuffle = i32x4.replace_lane(shuffle, 3, 0x03020100 + <u32>ctz(left) * 0x04040404);
  return shuffle;
}

/** Puts the normed reward of a signal where dense feedback reads it. Items: samples. */
export function spreadReward(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const reward = changetype<Reward>(signal.reward);
  const windows = reward.windows;
  const bytes = <usize>signal.steps << ROW_SHIFT;
  for (let sample = begin; sample < end; sample++) {
    const width = widthOf(reward, sample);
    for (let window = 0; window < windows.count; window++) {
      const tile = <i32>load<u32>(windows.tiles + (<usize>window << 2));
      const tiles = <i32>load<u32>(windows.tiles + (<usize>window << 2), 4) - tile;
      const lanes = windowLanes(signal, sample, tile, tiles);
      const number = <usize>(sample * windows.count + window);
      store<u32>(windows.lanes + (number << 2), lanes);
      if (lanes == 0) continue;
      spreadRows(windowStart(signal, sample, tile), width, lanes, signal.steps, windows.rows + number * bytes);
    }
  }
}

/** Rows of a sample in a window, one for each step; 0: the sample has no unit there. */
@inline
export function windowRows(signal: Signal, sample: i32, window: i32): usize {
  const windows = changetype<Reward>(signal.reward).windows;
  const number = <usize>(sample * windows.count + window);
  if (load<u32>(windows.lanes + (number << 2)) == 0) return 0;
  return windows.rows + number * (<usize>signal.steps << ROW_SHIFT);
}

/** The lanes of a window whose units a sample keeps. */
function windowLanes(signal: Signal, sample: i32, tile: i32, tiles: i32): u32 {
  const reward = changetype<Reward>(signal.reward);
  if (isWhole(reward)) return tiles == 1 ? 0xffff : 0xffffffff;
  const active = reward.active + (<usize>(sample * signal.tiles + tile) << 1);
  let lanes: u32 = 0;
  let first: u32 = 0;
  for (let k = 0; k < tiles; k++) {
    const kept = <u32>load<u16>(reward.windows.kept + (<usize>(tile + k) << 1));
    for (let left = <u32>load<u16>(active + (<usize>k << 1)); left != 0; left &= left - 1) {
      const below = (left & -left) - 1;
      lanes |= 1 << (first + <u32>popcnt(kept & below));
    }
    first += <u32>popcnt(kept);
  }
  return lanes;
}

/** Where the first unit of a window stands in a sample's first row; the sample keeps one from `tile` on. */
function windowStart(signal: Signal, sample: i32, tile: i32): usize {
  const reward = changetype<Reward>(signal.reward);
  const block = blockOf(signal, reward, sample);
  if (isWhole(reward)) return block + (<usize>tile << 6);
  let active = reward.active + (<usize>(sample * signal.tiles + tile) << 1);
  let mask = <u32>load<u16>(active);
  for (; mask == 0; mask = <u32>load<u16>(active)) {
    active += 2;
    tile++;
  }
  const unit = (tile << 4) + <i32>ctz(mask);
  return block + (<usize>placeIn(signal, reward, sample, unit) << 2);
}

/** Rows of a sample, from its first unit of a window on, with every unit in its lane. May read 112 bytes behind a row. */
function spreadRows(from: usize, width: usize, lanes: u32, steps: i32, to: usize): void {
  const shuffle0 = shuffleOf(lanes & 15);
  const shuffle1 = shuffleOf((lanes >> 4) & 15);
  const shuffle2 = shuffleOf((lanes >> 8) & 15);
  const shuffle3 = shuffleOf((lanes >> 12) & 15);
  const place1 = <usize>popcnt(lanes & 0xf) << 2;
  const place2 = <usize>popcnt(lanes & 0xff) << 2;
  const place3 = <usize>popcnt(lanes & 0xfff) << 2;
  const half = <usize>popcnt(lanes & 0xffff) << 2;
  spreadHalf(from, width, steps, to, shuffle0, shuffle1, shuffle2, shuffle3, place1, place2, place3);
  const high = lanes >> 16;
  spreadHalf(
    from + half,
    width,
    steps,
    to + 64,
    shuffleOf(high & 15),
    shuffleOf((high >> 4) & 15),
    shuffleOf((high >> 8) & 15),
    shuffleOf(high >> 12),
    <usize>popcnt(high & 0xf) << 2,
    <usize>popcnt(high & 0xff) << 2,
    <usize>popcnt(high & 0xfff) << 2,
  );
}

@inline
function spreadHalf(
  from: usize,
  width: usize,
  steps: i32,
  to: usize,
  shuffle0: v128,
  shuffle1: v128,
  shuffle2: v128,
  shuffle3: v128,
  place1: usize,
  place2: usize,
  place3: usize,
): void {
  for (; steps > 0; steps--, from += width, to += 1 << ROW_SHIFT) {
    v128.store(to, i8x16.swizzle(v128.load(from), shuffle0));
    v128.store(to, i8x16.swizzle(v128.load(from + place1), shuffle1), 16);
    v128.store(to, i8x16.swizzle(v128.load(from + place2), shuffle2), 32);
    v128.store(to, i8x16.swizzle(v128.load(from + place3), shuffle3), 48);
  }
}
