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

/** Items: samples. */
export function rewardOutputs(args: OutputReward, begin: i32, end: i32, scratch: usize): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const units = output.tiles << 4;
  for (let sample = begin; sample < end; sample++)
    for (let step = 0; step < output.steps; step++) {
      const row = sample * output.steps + step;
      const ends = args.ends != 0 && step == output.steps - 1;
      for (let unit = 0; unit < units; unit++) {
        const k = (<usize>(sample * units + unit)) << 2;
        const at = (<usize>(row * units + unit)) << 2;
        const mask = <u32>load<u16>(output.masks + ((<usize>(row * output.tiles + (unit >> 4))) << 1));
        const spike: f32 = ((mask >> (unit & 15)) & 1) != 0 ? 1 : 0;
        const value = output.values != 0 ? load<f32>(output.values + at) : spike;
        let r = <f32>args.stepsPerRow * (load<f32>(args.always + k) + load<f32>(args.perOutput + k) * value);
        if (ends) r += load<f32>(args.last + k);
        store<f32>(reward.values + at, load<f32>(reward.values + at) + r);
      }
    }
}
