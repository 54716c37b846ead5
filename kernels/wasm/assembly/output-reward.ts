import { loadTile } from './lanes';
import { Reward, Signal } from './signal';

/** Reward of a network's outputs: `R_t = always + perOutput · output_t`, plus `last` in the last step. */
@unmanaged
export class OutputReward {
  output: Signal;
  /** f32 `[batch × tiles · 16]` each. */
  always: usize;
  perOutput: usize;
  last: usize;
  /** Steps that a row stands for: more than 1 where the output is constant. */
  stepsPerRow: i32;
  /** 1: the chunk ends the presentation. */
  ends: i32;
}

/** Items: samples. Scratch: 64 bytes. */
export function rewardOutputs(args: OutputReward, begin: i32, end: i32, scratch: usize): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const tiles = output.tiles;
  const times = f32x4.splat(<f32>args.stepsPerRow);
  for (let sample = begin; sample < end; sample++)
    for (let step = 0; step < output.steps; step++) {
      const row = sample * output.steps + step;
      const ends = args.ends != 0 && step == output.steps - 1;
      for (let tile = 0; tile < tiles; tile++) {
        const k = <usize>(sample * tiles + tile) << 6;
        const to = reward.values + (<usize>(row * tiles + tile) << 6);
        loadTile(output, row, tile, scratch);
        for (let at: usize = 0; at < 64; at += 16) {
          const perOutput = f32x4.mul(v128.load(args.perOutput + k + at), v128.load(scratch + at));
          let r = f32x4.mul(times, f32x4.add(v128.load(args.always + k + at), perOutput));
          if (ends) r = f32x4.add(r, v128.load(args.last + k + at));
          v128.store(to + at, f32x4.add(v128.load(to + at), r));
        }
      }
    }
}
