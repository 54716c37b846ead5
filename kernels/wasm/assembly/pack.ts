import { Reward, Signal } from './signal';

/** Decides which units of a signal can have reward, and makes room for it. */
@unmanaged
export class Packing {
  signal: Signal;
  /** 1: reward may reach any unit, also one that is 0 (the last layer). A layer of one tile is whole in any case. */
  whole: i32;
}

/** Share of active units, in sixteenths, from which a list costs more than it saves. */
const WHOLE_FROM: i32 = 13;

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

/** Gives a place to every unit that is active in some sample. One item. Scratch: `tiles · 2` bytes. */
export function packReward(packing: Packing, begin: i32, end: i32, scratch: usize): void {
  const signal = packing.signal;
  const reward = changetype<Reward>(signal.reward);
  const tiles = signal.tiles;
  const bytes = <usize>tiles << 1;
  memory.fill(scratch, 0, bytes);
  for (let sample = 0; sample < signal.batch; sample++) addMasks(scratch, reward.active + <usize>sample * bytes, bytes);
  let count = 0;
  for (let tile = 0; tile < tiles; tile++) {
    let mask = <u32>load<u16>(scratch + (<usize>tile << 1));
    while (mask != 0) {
      const unit = (tile << 4) + <i32>ctz(mask);
      mask &= mask - 1;
      store<u32>(reward.units + (<usize>count << 2), unit);
      store<u32>(reward.places + (<usize>unit << 2), count);
      count++;
    }
  }
  const whole = packing.whole != 0 || tiles == 1 || count >= tiles * WHOLE_FROM;
  reward.whole = whole ? 1 : 0;
  reward.count = whole ? tiles << 4 : count;
  reward.width = whole ? tiles << 4 : (count + 15) & ~15;
  if (!whole) for (; (count & 15) != 0; count++) store<u32>(reward.units + (<usize>count << 2), 0);
  placeTiles(reward, tiles, scratch);
}

/** Widest window, in places: two vectors of eight. */
const WINDOW: u32 = 32;

/** Where the places of each tile begin, and which tiles share a window. `union`: units that are active in some sample. */
function placeTiles(reward: Reward, tiles: i32, union: usize): void {
  let place: u32 = 0;
  let window = 0;
  for (let tile = 0; tile < tiles; tile++) {
    const kept: u16 = reward.whole != 0 ? 0xffff : load<u16>(union + (<usize>tile << 1));
    store<u16>(reward.kept + (<usize>tile << 1), kept);
    store<u32>(reward.firsts + (<usize>tile << 2), place);
    store<u32>(reward.windows + (<usize>tile << 2), 0);
    place += <u32>popcnt(<u32>kept);
    if (place - load<u32>(reward.firsts + (<usize>window << 2)) > WINDOW) window = tile;
    store<u32>(reward.windows + (<usize>window << 2), tile - window + 1);
  }
  store<u32>(reward.firsts + (<usize>tiles << 2), place);
}

/** Clears the reward. Items: samples. */
export function clearReward(packing: Packing, begin: i32, end: i32, scratch: usize): void {
  const signal = packing.signal;
  const reward = changetype<Reward>(signal.reward);
  const row = <usize>reward.width << 2;
  memory.fill(reward.values + <usize>(begin * signal.steps) * row, 0, <usize>((end - begin) * signal.steps) * row);
}
