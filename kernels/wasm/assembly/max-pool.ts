import { loadLanes, valueAt } from './lanes';
import { lanesOf, Pool, tapUnit } from './pool';
import { addReward, blockOf, countOf, isWhole, listOf, rewardAt, unitAt, widthOf } from './reward-access';
import { Reward } from './signal';

/** Largest value of each window. Items: samples. Scratch: 128 bytes. */
export function maxPoolForward(pool: Pool, begin: i32, end: i32, scratch: usize): void {
  const output = pool.output;
  const spikes = output.values == 0 && pool.aligned != 0;
  for (let row = begin * output.steps; row < end * output.steps; row++)
    for (let tile = 0; tile < output.tiles; tile++) {
      const mask = spikes ? anyOf(pool, row, tile) : largestOf(pool, row, tile, scratch);
      store<u16>(output.masks + ((<usize>(row * output.tiles + tile)) << 1), <u16>mask);
    }
}

/** The largest of spikes is a spike if there is any. */
@inline
function anyOf(pool: Pool, row: i32, tile: i32): i32 {
  const position = tile / pool.channelTiles;
  const channels = tile - position * pool.channelTiles;
  const masks = pool.input.masks + ((<usize>(row * pool.input.tiles)) << 1);
  let mask = 0;
  for (let tap = 0; tap < pool.taps; tap++)
    mask |= <i32>load<u16>(masks + ((<usize>(tapUnit(pool, position, channels, tap) >> 4)) << 1));
  return mask;
}

/** Writes the largest values, where the output has any; returns which are not 0. */
function largestOf(pool: Pool, row: i32, tile: i32, scratch: usize): i32 {
  const position = tile / pool.channelTiles;
  const channels = tile - position * pool.channelTiles;
  const lanes = lanesOf(pool, channels);
  const rival = scratch + 64;
  loadLanes(pool.input, row, tapUnit(pool, position, channels, 0), lanes, scratch);
  for (let tap = 1; tap < pool.taps; tap++) {
    loadLanes(pool.input, row, tapUnit(pool, position, channels, tap), lanes, rival);
    for (let quarter: usize = 0; quarter < 64; quarter += 16)
      v128.store(scratch + quarter, f32x4.max(v128.load(scratch + quarter), v128.load(rival + quarter)));
  }
  const values = pool.output.values;
  if (values != 0) memory.copy(values + ((<usize>(row * pool.output.tiles + tile)) << 6), scratch, 64);
  let mask = 0;
  for (let lane = 0; lane < 16; lane++) if (load<f32>(scratch + ((<usize>lane) << 2)) != 0) mask |= 1 << lane;
  return mask;
}

/** The whole reward of a maximum goes to the first input that has it. Items: samples. */
export function maxPoolFeedback(pool: Pool, begin: i32, end: i32, scratch: usize): void {
  const output = pool.output;
  const spikes = pool.input.values == 0 && pool.aligned != 0;
  for (let row = begin * output.steps; row < end * output.steps; row++) {
    if (spikes) for (let tile = 0; tile < output.tiles; tile++) rewardFirstSpikes(pool, row, tile);
    else rewardLargest(pool, row);
  }
}

/** One tile of windows on spikes, tap by tap: a tap wins the lanes in which it fires and none before it did. */
function rewardFirstSpikes(pool: Pool, row: i32, tile: i32): void {
  const output = pool.output;
  const reward = changetype<Reward>(output.reward);
  const position = tile / pool.channelTiles;
  const channels = tile - position * pool.channelTiles;
  const masks = pool.input.masks + ((<usize>(row * pool.input.tiles)) << 1);
  let open: u32 = 0xffff;
  for (let tap = 0; tap < pool.taps && open != 0; tap++) {
    const first = tapUnit(pool, position, channels, tap);
    const fired = <u32>load<u16>(masks + ((<usize>(first >> 4)) << 1)) & open;
    open ^= fired;
    if (fired != 0) passOn(pool, row, tile, first, fired);
  }
  // Where nothing fired there is no reward, unless rewards reach silent units: their blocks are whole.
  if (open != 0 && isWhole(reward)) passOn(pool, row, tile, tapUnit(pool, position, channels, 0), open);
}

/** Adds the reward of some lanes of an output tile to the input units from `first` on. */
@inline
function passOn(pool: Pool, row: i32, tile: i32, first: i32, lanes: u32): void {
  const sample = row / pool.output.steps;
  const step = row - sample * pool.output.steps;
  while (lanes != 0) {
    const lane = <i32>ctz(lanes);
    lanes &= lanes - 1;
    const amount = load<f32>(rewardAt(pool.output, sample, step, (tile << 4) + lane));
    if (amount == 0) continue;
    addReward(pool.input, sample, step, first + lane, amount);
  }
}

/** All windows of a row on values, unit by unit. */
function rewardLargest(pool: Pool, row: i32): void {
  const output = pool.output;
  const reward = changetype<Reward>(output.reward);
  const sample = row / output.steps;
  const step = row - sample * output.steps;
  const from = blockOf(output, reward, sample) + <usize>step * widthOf(reward, sample);
  const list = listOf(output, reward, sample);
  for (let place = 0; place < countOf(reward, sample); place++) {
    const amount = load<f32>(from + ((<usize>place) << 2));
    if (amount == 0) continue;
    const unit = unitAt(isWhole(reward), list, place);
    const position = (unit >> 4) / pool.channelTiles;
    const channel = unit - ((position * pool.channelTiles) << 4);
    addReward(pool.input, sample, step, firstLargest(pool, row, position, channel), amount);
  }
}

/** The input unit that has the largest value of a window. */
@inline
function firstLargest(pool: Pool, row: i32, position: i32, channel: i32): i32 {
  let winner = tapUnit(pool, position, 0, 0) + channel;
  let top = valueAt(pool.input, row, winner);
  for (let tap = 1; tap < pool.taps; tap++) {
    const rival = tapUnit(pool, position, 0, tap) + channel;
    const value = valueAt(pool.input, row, rival);
    if (value > top) {
      top = value;
      winner = rival;
    }
  }
  return winner;
}
