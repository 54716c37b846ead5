import { Reward, Signal } from './signal';

/** Feedback of a bias: `|b| ⊙ Σ n` over samples, steps and positions; for a gradient `Σ δ`. */
@unmanaged
export class BiasFeedback {
  output: Signal;
  /** Tiles that the channels of a position take: a bias serves all positions. */
  channelTiles: i32;
  /** f32 `[channel tiles · 16]`; 0: the sum itself is the feedback (gradients). */
  bias: usize;
  feedback: usize;
  /** f64 `[channel tiles]`: squared length of each tile. */
  squares: usize;
  /** 1: a later chunk's feedback is there already. */
  adds: i32;
}

/** Items: channel tiles. */
export function biasFeedback(args: BiasFeedback, begin: i32, end: i32, scratch: usize): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  for (let tile = begin; tile < end; tile++) {
    let square: f64 = 0;
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const at = ((<usize>tile) << 6) + quarter;
      let total = f32x4.splat(0);
      for (let line = tile; line < output.batch * output.tiles; line += args.channelTiles)
        total = f32x4.add(total, v128.load(reward.sums + (<usize>line << 6) + quarter));
      let f = total;
      if (args.bias != 0) f = f32x4.mul(f32x4.abs(v128.load(args.bias + at)), total);
      if (args.adds != 0) f = f32x4.add(f, v128.load(args.feedback + at));
      v128.store(args.feedback + at, f);
      for (let lane: usize = 0; lane < 16; lane += 4) {
        const one = <f64>load<f32>(args.feedback + at + lane);
        square += one * one;
      }
    }
    store<f64>(args.squares + ((<usize>tile) << 3), square);
  }
}
