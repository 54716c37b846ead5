import { DenseReward } from './dense-reward';
import { laneSum } from './lanes';
import { rewardAt } from './reward-access';
import { copyLine } from './row-sums';
import { Reward } from './signal';

/**
 * Reward of the inputs of a dense layer, epsilon rule, where they are the same at every step: only the sum of the normed
 * reward over the steps counts.
 *
 * Items: inputs. Scratch: `tiles · 64` bytes.
 */
export function constantReward(args: DenseReward, begin: i32, end: i32, scratch: usize): void {
  const signal = args.input;
  const bytes = <usize>args.output.tiles << 6;
  const stride = <usize>args.fanIn << 6;
  const sums = changetype<Reward>(args.output.reward).sums;
  for (let input = begin; input < end; input++) {
    const last = <usize>load<u32>(signal.starts + (<usize>input << 2), 4) << 2;
    let from = args.weights + (<usize>input << 6);
    for (let at: usize = 0; at < bytes; at += 64, from += stride) copyLine(from, scratch + at);
    for (let event = <usize>load<u32>(signal.starts + (<usize>input << 2)) << 2; event < last; event += 4) {
      const sample = load<u32>(signal.rows + event);
      const n = sums + <usize>sample * bytes;
      let total = f32x4.splat(0);
      for (let k: usize = 0; k < bytes; k += 16)
        total = f32x4.add(total, f32x4.mul(v128.load(n + k), v128.load(scratch + k)));
      const x: f32 = signal.rowHeights == 0 ? 1 : load<f32>(signal.rowHeights + event);
      const target = rewardAt(signal, <i32>sample, 0, input);
      store<f32>(target, load<f32>(target) + x * laneSum(total));
    }
  }
}
