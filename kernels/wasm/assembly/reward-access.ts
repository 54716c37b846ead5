import { Reward, Signal } from './signal';

// How kernels find their way in blocks of reward; see `Reward`. Rows of all samples have one width and one list of units.

/** Adds reward to a unit of a sample in one of its rows. The unit must be one that the block keeps. */
@inline
export function addReward(signal: Signal, sample: i32, row: i32, unit: i32, amount: f32): void {
  addRewardAt(changetype<Reward>(signal.reward), sample * signal.steps + row, unit, amount);
}

/** Adds reward to a unit in a row counted over all samples. */
@inline
export function addRewardAt(reward: Reward, row: i32, unit: i32, amount: f32): void {
  const place = reward.whole != 0 ? unit : <i32>load<u32>(reward.places + (<usize>unit << 2));
  const at = reward.values + (<usize>(row * reward.width + place) << 2);
  store<f32>(at, load<f32>(at) + amount);
}

/** Whether a block keeps every unit at its own place. */
@inline
export function isWhole(reward: Reward, sample: i32): bool {
  return reward.whole != 0;
}

/** Units in a row. */
@inline
export function countOf(reward: Reward, sample: i32): i32 {
  return reward.count;
}

/** Bytes of a row. */
@inline
export function widthOf(reward: Reward, sample: i32): usize {
  return <usize>reward.width << 2;
}

/** First row of a sample. */
@inline
export function blockOf(signal: Signal, reward: Reward, sample: i32): usize {
  return reward.values + (<usize>(sample * signal.steps * reward.width) << 2);
}

/** Units of a row, in the order of their places. */
@inline
export function listOf(signal: Signal, reward: Reward, sample: i32): usize {
  return reward.units;
}

/** Normed reward of a sample summed over the steps, every unit at its own place. */
@inline
export function sumsOf(signal: Signal, reward: Reward, sample: i32): usize {
  return reward.sums + ((<usize>(sample * signal.tiles)) << 6);
}

/** The unit at a place of a row. */
@inline
export function unitAt(whole: bool, list: usize, place: i32): i32 {
  return whole ? place : <i32>load<u32>(list + ((<usize>place) << 2));
}
