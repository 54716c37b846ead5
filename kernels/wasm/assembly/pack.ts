import { blockOf, widthOf } from './reward-access';
import { Reward, Signal } from './signal';

/** Decides which units of a signal can have reward, and makes room for it. */
@unmanaged
export class Packing {
  signal: Signal;
  /** 1: reward may reach any unit, also one that is 0 (the last layer). A layer of one tile is whole in any case. */
  whole: i32;
}

/** Adds the units that are active in each sample to `Reward.active`. Items: samples. */
export function markActive(packing: Packing, begin: i32, end: i32, scratch: usize): void {
  const signal = packing.signal;
  const bytes = <usize>signal.tiles << 1;
  const all = changetype<Reward>(signal.reward).active;
  for (let sample = begin; sample < end; sample++) {
    const active = all + <usize>sample * bytes;
    let masks = signal.masks + <usize>(sample * signal.steps) * bytes;
    for (let step = 0; step < signal.steps; step++, masks += bytes) addMasks(active, masks, bytes);
  }
}

/** `to |= from` over a row of masks. */
@inline
function addMasks(to: usize, from: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 8 <= bytes; at += 8) store<u64>(to + at, load<u64>(to + at) | load<u64>(from + at));
  for (; at < bytes; at += 2) store<u16>(to + at, load<u16>(to + at) | load<u16>(from + at));
}

/** Gives a place to every unit that is active in a sample. Items: samples. */
export function packReward(packing: Packing, begin: i32, end: i32, scratch: usize): void {
  const signal = packing.signal;
  const reward = changetype<Reward>(signal.reward);
  const tiles = signal.tiles;
  const whole = isPackedWhole(packing);
  if (begin == 0) reward.whole = whole ? 1 : 0;
  for (let sample = begin; sample < end; sample++) {
    const counted = reward.counts + (<usize>sample << 2);
    if (whole) {
      store<u32>(counted, tiles << 4);
      continue;
    }
    const active = reward.active + (<usize>(sample * tiles) << 1);
    const units = reward.units + (<usize>(sample * tiles) << 6);
    const places = reward.places + (<usize>(sample * tiles) << 6);
    let count = 0;
    for (let tile = 0; tile < tiles; tile++)
      for (let mask = <u32>load<u16>(active + (<usize>tile << 1)); mask != 0; mask &= mask - 1, count++) {
        const unit = (tile << 4) + <i32>ctz(mask);
        store<u32>(units + (<usize>count << 2), unit);
        store<u32>(places + (<usize>unit << 2), count);
      }
    store<u32>(counted, count);
    for (; (count & 15) != 0; count++) store<u32>(units + (<usize>count << 2), 0);
  }
}

/** A layer of one tile is whole in any case. */
@inline
function isPackedWhole(packing: Packing): bool {
  return packing.whole != 0 || packing.signal.tiles == 1;
}

/** Widest window, in places: eight vectors. */
const WINDOW: u32 = 32;

/** Gives a place to every unit that is active in some sample. One item. Scratch: `tiles · 2` bytes. */
export function placeWindows(packing: Packing, begin: i32, end: i32, scratch: usize): void {
  const signal = packing.signal;
  const tiles = signal.tiles;
  const bytes = <usize>tiles << 1;
  const reward = changetype<Reward>(signal.reward);
  const windows = reward.windows;
  memory.fill(scratch, isPackedWhole(packing) ? 255 : 0, bytes);
  for (let sample = 0; sample < signal.batch; sample++) addMasks(scratch, reward.active + <usize>sample * bytes, bytes);
  let place: u32 = 0;
  let start: u32 = 0;
  let count = 0;
  store<u32>(windows.tiles, 0);
  for (let tile = 0; tile < tiles; tile++) {
    const kept = load<u16>(scratch + (<usize>tile << 1));
    store<u16>(windows.kept + (<usize>tile << 1), kept);
    store<u32>(windows.firsts + (<usize>tile << 2), place);
    const behind = place + <u32>popcnt(<u32>kept);
    if (behind - start > WINDOW) {
      start = place;
      store<u32>(windows.tiles + (<usize>++count << 2), tile);
    }
    place = behind;
  }
  windows.count = ++count;
  store<u32>(windows.tiles + (<usize>count << 2), tiles);
  store<u32>(windows.firsts + (<usize>tiles << 2), place);
}

/** Clears the reward. Items: samples. */
export function clearReward(packing: Packing, begin: i32, end: i32, scratch: usize): void {
  const signal = packing.signal;
  const reward = changetype<Reward>(signal.reward);
  for (let sample = begin; sample < end; sample++)
    memory.fill(blockOf(signal, reward, sample), 0, <usize>signal.steps * widthOf(reward, sample));
}
