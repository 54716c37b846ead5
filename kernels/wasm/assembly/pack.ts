import type { Reward, Signal } from './signal';

/** Decides which units of a signal can have reward, and makes room for it. */
@unmanaged
export class Packing {
  signal: Signal;
  /** 1: reward may reach any unit, also one that is 0 (the last layer). */
  whole: i32;
  /** u16 `[batch × tiles]`: units that were active in a later chunk; those of this chunk are added. */
  active: usize;
}

/** Share of active units, in sixteenths, from which packing costs more than it saves. */
const WHOLE_FROM: i32 = 10;

/** Lists the active units of each sample and clears their block of reward. Items: samples. */
export function packReward(packing: Packing, begin: i32, end: i32, scratch: usize): void {
  const signal = packing.signal;
  const reward = changetype<Reward>(signal.reward);
  const tiles = signal.tiles;
  const steps = signal.steps;
  for (let sample = begin; sample < end; sample++) {
    const active = packing.active + ((<usize>(sample * tiles)) << 1);
    const count = addActive(signal, sample, active);
    const whole = packing.whole != 0 || count >= tiles * WHOLE_FROM;
    const width = whole ? tiles << 4 : (count + 15) & ~15;
    const one = (<usize>sample) << 2;
    store<u32>(reward.widths + one, width);
    store<u32>(reward.whole + one, whole ? 1 : 0);
    store<u32>(reward.counts + one, whole ? width : count);
    if (!whole) listActive(reward, sample, tiles, active);
    const values = reward.values + ((<usize>(sample * steps * tiles)) << 6);
    memory.fill(values, 0, (<usize>(steps * width)) << 2);
  }
}

/** Adds the units that are active in a sample to a row of masks; returns how many are set there. */
function addActive(signal: Signal, sample: i32, active: usize): i32 {
  const tiles = signal.tiles;
  const bytes = (<usize>tiles) << 1;
  let masks = signal.masks + <usize>(sample * signal.steps) * bytes;
  for (let step = 0; step < signal.steps; step++, masks += bytes) {
    let at: usize = 0;
    for (; at + 8 <= bytes; at += 8) store<u64>(active + at, load<u64>(active + at) | load<u64>(masks + at));
    for (; at < bytes; at += 2) store<u16>(active + at, load<u16>(active + at) | load<u16>(masks + at));
  }
  let count = 0;
  for (let at: usize = 0; at < bytes; at += 2) count += <i32>popcnt(<u32>load<u16>(active + at));
  return count;
}

function listActive(reward: Reward, sample: i32, tiles: i32, active: usize): void {
  const start = (<usize>(sample * tiles)) << 6;
  const units = reward.units + start;
  const places = reward.places + start;
  let count = 0;
  for (let tile = 0; tile < tiles; tile++) {
    let mask = <u32>load<u16>(active + ((<usize>tile) << 1));
    while (mask != 0) {
      const unit = (tile << 4) + <i32>ctz(mask);
      mask &= mask - 1;
      store<u32>(units + ((<usize>count) << 2), unit);
      store<u32>(places + ((<usize>unit) << 2), count);
      count++;
    }
  }
  for (; (count & 15) != 0; count++) store<u32>(units + ((<usize>count) << 2), 0);
}
