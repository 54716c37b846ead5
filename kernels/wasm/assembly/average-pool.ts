import { loadLanes, valueAt } from './lanes';
import { lanesOf, Pool, tapUnit } from './pool';
import { addReward, blockOf, countOf, isWhole, listOf, unitAt, widthOf } from './reward-access';
import { Reward } from './signal';

/** Mean of each window. Items: samples. Scratch: 128 bytes. */
export function averagePoolForward(pool: Pool, begin: i32, end: i32, scratch: usize): void {
  const output = pool.output;
  const count = f32x4.splat(<f32>pool.taps);
  const tap16 = scratch + 64;
  for (let sample = begin; sample < end; sample++)
    for (let tile = 0; tile < output.tiles; tile++) {
      const position = tile / pool.channelTiles;
      const channels = tile - position * pool.channelTiles;
      const lanes = lanesOf(pool, channels);
      const sums = pool.neurons.sums;
      for (let step = 0; step < output.steps; step++) {
        const row = sample * output.steps + step;
        loadLanes(pool.input, row, tapUnit(pool, position, channels, 0), lanes, scratch);
        for (let tap = 1; tap < pool.taps; tap++) {
          loadLanes(pool.input, row, tapUnit(pool, position, channels, tap), lanes, tap16);
          for (let quarter: usize = 0; quarter < 64; quarter += 16)
            v128.store(scratch + quarter, f32x4.add(v128.load(scratch + quarter), v128.load(tap16 + quarter)));
        }
        const line = (<usize>(row * output.tiles + tile)) << 6;
        let mask = 0;
        for (let quarter: usize = 0; quarter < 64; quarter += 16) {
          const mean = f32x4.div(v128.load(scratch + quarter), count);
          v128.store(output.values + line + quarter, mean);
          if (sums != 0) v128.store(sums + line + quarter, mean);
          mask |= i32x4.bitmask(f32x4.ne(mean, f32x4.splat(0))) << (<i32>(quarter >> 2));
        }
        store<u16>(output.masks + ((<usize>(row * output.tiles + tile)) << 1), <u16>mask);
      }
    }
}

/** `R_in = x · n / taps`, n the normed reward of a window's mean. Items: samples. */
export function averagePoolFeedback(pool: Pool, begin: i32, end: i32, scratch: usize): void {
  for (let sample = begin; sample < end; sample++) shareSample(pool, sample, false);
}

/** `e_in = e / taps`. Items: samples. */
export function averagePoolError(pool: Pool, begin: i32, end: i32, scratch: usize): void {
  for (let sample = begin; sample < end; sample++) shareSample(pool, sample, true);
}

/** @param chained Whether the inputs get errors, which do not depend on how large they are. */
@inline
function shareSample(pool: Pool, sample: i32, chained: bool): void {
  const output = pool.output;
  const reward = changetype<Reward>(output.reward);
  const whole = isWhole(reward);
  const count = countOf(reward, sample);
  const width = widthOf(reward, sample);
  const block = blockOf(output, reward, sample);
  const list = listOf(output, reward, sample);
  for (let row = 0; row < output.steps; row++)
    for (let place = 0; place < count; place++) {
      const share = load<f32>(block + <usize>row * width + ((<usize>place) << 2)) / <f32>pool.taps;
      if (share == 0) continue;
      const unit = unitAt(whole, list, place);
      const position = (unit >> 4) / pool.channelTiles;
      const channel = unit - ((position * pool.channelTiles) << 4);
      for (let tap = 0; tap < pool.taps; tap++) {
        const input = tapUnit(pool, position, 0, tap) + channel;
        const value: f32 = chained ? 1 : valueAt(pool.input, sample * output.steps + row, input);
        if (value != 0) addReward(pool.input, sample, row, input, value * share);
      }
    }
}
