import { DenseFeedback } from './dense-feedback';
import { laneSum } from './lanes';
import { addRewardAt } from './reward-access';
import { Reward } from './signal';

/** The same input at every step: only the sum of the normed reward over the steps counts. */
export function growConstant(args: DenseFeedback, input: i32, from: u32, to: u32, weights: usize, growth: usize): void {
  const tiles = args.output.tiles;
  const sums = changetype<Reward>(args.output.reward).sums;
  const rows = args.input.rows;
  const heights = args.input.rowHeights;
  for (let tile = 0; tile < tiles; tile++) {
    const here = sums + (<usize>tile << 6);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let event = from; event < to; event++) {
      const n = here + (<usize>(<i32>load<u32>(rows + (<usize>event << 2)) * tiles) << 6);
      const x = heights == 0 ? f32x4.splat(1) : v128.load32_splat(heights + (<usize>event << 2));
      a = f32x4.add(a, f32x4.mul(x, v128.load(n)));
      b = f32x4.add(b, f32x4.mul(x, v128.load(n, 16)));
      c = f32x4.add(c, f32x4.mul(x, v128.load(n, 32)));
      d = f32x4.add(d, f32x4.mul(x, v128.load(n, 48)));
    }
    const target = growth + (<usize>tile << 6);
    v128.store(target, a);
    v128.store(target, b, 16);
    v128.store(target, c, 32);
    v128.store(target, d, 48);
  }
  if (args.wantsInputs == 0) return;
  for (let event = from; event < to; event++) {
    const sample = <i32>load<u32>(rows + (<usize>event << 2));
    const n = sums + (<usize>(sample * tiles) << 6);
    let total = f32x4.splat(0);
    for (let k: usize = 0; k < <usize>tiles << 6; k += 16)
      total = f32x4.add(total, f32x4.mul(v128.load(n + k), v128.load(weights + k)));
    const x: f32 = heights == 0 ? 1 : load<f32>(heights + (<usize>event << 2));
    addRewardAt(changetype<Reward>(args.input.reward), sample, input, x * laneSum(total));
  }
}
