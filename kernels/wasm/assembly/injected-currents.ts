import { Neurons } from './neurons';
import { blockOf, countOf, isWhole, listOf, sumsOf, unitAt, widthOf } from './reward-access';
import { Reward, Signal } from './signal';

/** All bits of units of a tile whose sums count, four from `quarter` on. */
@inline
function uncutAt(neurons: Neurons, tile: i32, quarter: usize): v128 {
  return neurons.uncut != 0 ? v128.load(neurons.uncut + (<usize>tile << 6) + quarter) : i32x4.splat(-1);
}

/**
 * What drives the neurons of one tile of a sample: `I_t = z_t + current_t`, or `current_t` for units that are cut.
 *
 * @param place  sample · tiles + tile.
 * @param sums   z of the first step, `stride` bytes from step to step (0: the same at every step).
 * @param to     Where I goes, 64 bytes a step; may be `sums` itself.
 */
export function injectCurrents(
  neurons: Neurons,
  place: usize,
  tile: i32,
  sums: usize,
  stride: usize,
  steps: i32,
  to: usize,
): void {
  const currents = neurons.injected + place * (<usize>steps << 6);
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const uncut = uncutAt(neurons, tile, quarter);
    for (let step: usize = 0; step < <usize>steps; step++) {
      const z = v128.and(v128.load(sums + quarter + step * stride), uncut);
      const at = quarter + (step << 6);
      v128.store(to + at, f32x4.add(z, v128.load(currents + at)));
    }
  }
}

/** A layer some of whose units are cut, on the way back. */
@unmanaged
export class CutReward {
  output: Signal;
  neurons: Neurons;
}

/**
 * Takes the normed reward, or the error, of their sums from units that are cut: those contributed nothing. What their
 * membranes hand to earlier steps is untouched. Items: samples.
 */
export function cutReward(args: CutReward, begin: i32, end: i32, scratch: usize): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const whole = isWhole(reward);
  for (let sample = begin; sample < end; sample++) {
    const width = widthOf(reward, sample);
    const block = blockOf(output, reward, sample);
    const list = listOf(output, reward, sample);
    const sums = sumsOf(output, reward, sample);
    for (let place = 0; place < countOf(reward, sample); place++) {
      const unit = unitAt(whole, list, place);
      if (load<u32>(args.neurons.uncut + (<usize>unit << 2)) != 0) continue;
      store<f32>(sums + (<usize>unit << 2), 0);
      let at = block + (<usize>place << 2);
      for (let step = 0; step < output.steps; step++, at += width) store<f32>(at, 0);
    }
  }
}
