import { Reward, Signal } from './signal';

// How kernels find their way in blocks of reward; see `Reward`. Each sample has its own list of units.

/** Where the units of a sample are listed, and where their places are. */
@inline
function ofSample(array: usize, signal: Signal, sample: i32): usize {
  return array + (<usize>(sample * signal.tiles) << 6);
}

/** Adds reward to a unit of a sample in one of its rows. The unit must be one that the sample keeps. */
@inline
export function addReward(signal: Signal, sample: i32, row: i32, unit: i32, amount: f32): void {
  const at = rewardAt(signal, sample, row, unit);
  store<f32>(at, load<f32>(at) + amount);
}

/** Where the reward of a unit stands. */
@inline
export function rewardAt(signal: Signal, sample: i32, row: i32, unit: i32): usize {
  const reward = changetype<Reward>(signal.reward);
  const place = placeIn(signal, reward, sample, unit);
  return blockOf(signal, reward, sample) + <usize>row * widthOf(reward, sample) + (<usize>place << 2);
}

/** The place of a unit in the rows of a sample that keeps it. */
@inline
export function placeIn(signal: Signal, reward: Reward, sample: i32, unit: i32): i32 {
  return reward.whole != 0 ? unit : <i32>load<u32>(ofSample(reward.places, signal, sample) + (<usize>unit << 2));
}

/** Whether every unit has its own place. */
@inline
export function isWhole(reward: Reward): bool {
  return reward.whole != 0;
}

/** Units in a row of a sample. */
@inline
export function countOf(reward: Reward, sample: i32): i32 {
  return <i32>load<u32>(reward.counts + (<usize>sample << 2));
}

/** Bytes of a row of a sample. */
@inline
export function widthOf(reward: Reward, sample: i32): usize {
  return <usize>((countOf(reward, sample) + 15) & ~15) << 2;
}

/** First row of a sample. */
@inline
export function blockOf(signal: Signal, reward: Reward, sample: i32): usize {
  return reward.values + (<usize>(sample * signal.steps * signal.tiles) << 6);
}

/** Units of a sample's rows, in the order of their places. */
@inline
export function listOf(signal: Signal, reward: Reward, sample: i32): usize {
  return ofSample(reward.units, signal, sample);
}

/** Normed reward of a sample summed over the steps, every unit at its own place. */
@inline
export function sumsOf(signal: Signal, reward: Reward, sample: i32): usize {
  return ofSample(reward.sums, signal, sample);
}

/** The unit at a place of a row. */
@inline
export function unitAt(whole: bool, list: usize, place: i32): i32 {
  return whole ? place : <i32>load<u32>(list + ((<usize>place) << 2));
}
